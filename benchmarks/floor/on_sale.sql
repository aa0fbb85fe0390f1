-- The offers of a product or variant that can be bought now, with the units left of each.
FROM shop_catalog_offer o
JOIN shop_catalog_variant v ON v.id = o.variant_id AND v.deleted_at IS NULL
JOIN shop_catalog_store s ON s.id = o.store_id AND s.is_open AND s.deleted_at IS NULL
LEFT JOIN shop_catalog_seller m ON m.id = s.seller_id
CROSS JOIN LATERAL (
  SELECT o.on_hand - o.reserved + CASE WHEN o.reserved = 0 THEN 0 ELSE coalesce((
    SELECT sum(r.quantity) FROM shop_catalog_stockreservation r
    WHERE r.offer_id = o.id AND r.state = 'held' AND r.expires_at <= now()
  ), 0) END AS units
) "left"
WHERE o.is_active AND o.deleted_at IS NULL
  AND (s.seller_id IS NULL OR m.is_approved AND m.deleted_at IS NULL)
