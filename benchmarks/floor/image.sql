(
  SELECT json_build_object(
    'url', '/media/' || max(name) FILTER (WHERE r.width = 1000),
    'thumbnail', '/media/' || max(name) FILTER (WHERE r.width = 480),
    'srcset', string_agg('/media/' || name || ' ' || r.width || 'w', ', '),
    'width', i.width,
    'height', i.height,
    'alt', i.alt
  )
  FROM jsonb_to_recordset(i.renditions) AS r (name text, width int) WHERE name LIKE '%%.webp'
)
