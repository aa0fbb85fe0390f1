-- A product whole.
SELECT json_build_object(
  {card},
  'description', p.description,
  'attributes', (
    SELECT coalesce(json_agg(json_build_object(
      'code', a.code,
      'name', a.name,
      'unit', a.unit,
      'value', coalesce(h.label, nullif(x.text, ''), trim_scale(x.number)::text, x.boolean::text),
      'color', coalesce(h.color, '')
    ) ORDER BY k.depth, a.position, x.id), '[]')
    FROM shop_catalog_attributevalue x
    JOIN shop_catalog_attribute a ON a.id = x.attribute_id AND a.deleted_at IS NULL
    JOIN shop_catalog_category k ON k.id = a.category_id
    LEFT JOIN shop_catalog_attributechoice h ON h.id = x.choice_id
    WHERE x.product_id = p.id
  ),
  'variants', (
    SELECT coalesce(json_agg(json_build_object(
      'id', w.id,
      'product', w.product_id,
      'name', w.name,
      'sku', w.sku,
      'options', w.options,
      'weight_grams', w.weight_grams,
      'product_ref', offers.all -> 0 -> 'product_ref',
      'offers', coalesce(offers.all, '[]')
    ) ORDER BY w.position, w.id), '[]')
    FROM shop_catalog_variant w
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'product_ref', o.public_id,
        'price', json_build_object('amount', round(o.price_amount / 100.0, 2)::text, 'currency', o.currency),
        'store', json_build_object('id', s.public_id, 'name', s.name, 'seller', coalesce(m.name, '')),
        'available', units
      ) ORDER BY units > 0 DESC, o.price_amount, o.id) AS "all"
      {on_sale} AND o.variant_id = w.id
    ) offers
    WHERE w.product_id = p.id AND w.deleted_at IS NULL
  ),
  'images', (
    SELECT coalesce(json_agg({image} ORDER BY i.position, i.id), '[]')
    FROM shop_catalog_productimage i WHERE i.product_id = p.id
  ),
  'rating_histogram', json_build_object(
    '5', p.stars_5, '4', p.stars_4, '3', p.stars_3, '2', p.stars_2, '1', p.stars_1
  )
)::text
{cards}
WHERE p.id = %(key)s AND p.deleted_at IS NULL AND p.price_amount IS NOT NULL
