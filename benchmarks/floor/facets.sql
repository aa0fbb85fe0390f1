, 'facets', (
  SELECT json_build_object(
    'count', count(*) FILTER (WHERE is_wanted),
    'categories', (
      SELECT coalesce(json_agg(json_build_object('value', c.url_path, 'label', c.name, 'count', k.count) ORDER BY c.path), '[]')
      FROM (SELECT left(category_path, 4) AS path, count(*) FROM found WHERE is_wanted GROUP BY 1) AS k
      JOIN shop_catalog_category c ON c.path = k.path AND c.deleted_at IS NULL
    ),
    'price', CASE WHEN bool_or(has_color) THEN json_build_object(
      'min', round(min(price_amount) FILTER (WHERE has_color) / 100.0, 2)::text,
      'max', round(max(price_amount) FILTER (WHERE has_color) / 100.0, 2)::text,
      'currency', 'EUR'
    ) END,
    'in_stock', count(*) FILTER (WHERE is_wanted AND is_in_stock),
    'min_rating', json_build_array(
      json_build_object('value', 4, 'count', count(*) FILTER (WHERE is_wanted AND rating >= 4)),
      json_build_object('value', 3, 'count', count(*) FILTER (WHERE is_wanted AND rating >= 3)),
      json_build_object('value', 2, 'count', count(*) FILTER (WHERE is_wanted AND rating >= 2)),
      json_build_object('value', 1, 'count', count(*) FILTER (WHERE is_wanted AND rating >= 1))
    ),
    'stores', (
      SELECT coalesce(json_agg(json_build_object('value', s.public_id, 'label', s.name, 'count', t.count) ORDER BY t.count DESC, s.name), '[]')
      FROM terms t JOIN shop_catalog_store s ON s.public_id = t.value::uuid AND s.deleted_at IS NULL
      WHERE t.field = 'store'
    ),
    'attributes', (
      SELECT coalesce(json_agg(json_build_object(
        'code', a.code,
        'name', a.name,
        'kind', a.kind,
        'unit', a.unit,
        'min', t.least,
        'max', t.most,
        'values', coalesce(t.values, '[]')
      ) ORDER BY a.depth, a.position, a.id), '[]')
      FROM (
        SELECT DISTINCT ON (a.code) a.*, c.depth
        FROM shop_catalog_attribute a JOIN shop_catalog_category c ON c.id = a.category_id
        WHERE a.is_filter AND a.deleted_at IS NULL ORDER BY a.code, c.depth, a.position, a.id
      ) AS a
      JOIN LATERAL (
        SELECT min(t.least) AS least, max(t.most) AS most, json_agg(
          CASE WHEN h.color > '' THEN json_build_object('value', t.value, 'label', t.value, 'count', t.count, 'color', h.color)
          ELSE json_build_object('value', t.value, 'label', t.value, 'count', t.count) END ORDER BY t.count DESC, t.value
        ) FILTER (WHERE t.value > '') AS "values"
        FROM terms t LEFT JOIN shop_catalog_attributechoice h ON h.attribute_id = a.id AND h.label = t.value
        WHERE t.field = 'attr.' || a.code HAVING count(*) > 0
      ) AS t ON true
    )
  ) FROM found
)
