WITH page AS MATERIALIZED (
  SELECT id, row_number() OVER (ORDER BY created_at DESC, id DESC) AS place
  FROM shop_catalog_product WHERE deleted_at IS NULL AND price_amount IS NOT NULL
  ORDER BY created_at DESC, id DESC LIMIT {one_more}
), matches AS (
  SELECT FROM shop_catalog_product WHERE deleted_at IS NULL AND price_amount IS NOT NULL LIMIT {limit_more}
)
{answer}
