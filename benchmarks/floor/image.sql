(
  SELECT json_build_object(
    'id', i.id,
    'url', %(origin)s || '/media/' || max(name) FILTER (WHERE r.width = 1000),
    'thumbnail', %(origin)s || '/media/' || max(name) FILTER (WHERE r.width = 480),
    'srcset', string_agg(%(origin)s || '/media/' || name || ' ' || r.width || 'w', ', '),
    'width', i.width,
    'height', i.height,
    'alt', i.alt
  )
  FROM jsonb_to_recordset(i.renditions) AS r (name text, width int) WHERE name LIKE '%%.webp'
)
