'id', p.id,
'name', p.name,
'slug', p.slug,
'category', json_build_object('id', c.id, 'name', c.name, 'url_path', c.url_path),
'price', json_build_object('amount', round(p.price_amount / 100.0, 2)::text, 'currency', p.currency),
'has_price_range', best.has_price_range,
'product_ref', best.ref,
'store', best.store,
'rating', p.rating_sum::float / nullif(p.rating_count, 0),
'rating_count', p.rating_count,
'is_featured', p.is_featured,
'image', (
  SELECT {image} FROM shop_catalog_productimage i WHERE i.product_id = p.id ORDER BY i.position, i.id LIMIT 1
),
'url', '/products/' || p.slug || '/',
'created_at', to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
'in_stock', coalesce(best.in_stock, false)
