FROM shop_catalog_product p
JOIN shop_catalog_category c ON c.id = p.category_id
LEFT JOIN LATERAL (
  SELECT
    o.public_id AS ref,
    json_build_object('id', s.public_id, 'name', s.name, 'seller', coalesce(m.name, '')) AS store,
    units > 0 AS in_stock,
    min(o.price_amount) OVER () < max(o.price_amount) OVER () AS has_price_range
  {on_sale} AND v.product_id = p.id
  ORDER BY units > 0 DESC, o.price_amount, o.id
  LIMIT 1
) best ON true
