WITH found AS MATERIALIZED (
  SELECT
    product_id, category_path, price_amount, rating, rating_score, ts_rank(search, words, 33) AS relevance,
    has_color, is_cheap, has_color AND is_cheap AS is_wanted, coalesce(available_at <= now(), false) AS is_in_stock
  FROM shop_catalog_listing AS l
  CROSS JOIN to_tsquery('simple', %(words)s) AS words
  CROSS JOIN LATERAL (
    SELECT
      price_amount <= %(most)s AS is_cheap,
      EXISTS (
        SELECT FROM shop_catalog_term t
        WHERE t.listing_id = product_id AND t.field = 'attr.color' AND t.value = %(color)s
      ) AS has_color
  ) AS fit
  WHERE search @@ words
), terms AS MATERIALIZED (
  SELECT t.field, t.value, count(*) AS count, min(t.number) AS least, max(t.number) AS most
  FROM found JOIN shop_catalog_term t ON t.listing_id = found.product_id
  WHERE is_cheap AND (has_color OR t.field = 'attr.color') AND t.field NOT IN ('seller', 'country')
  GROUP BY t.field, t.value
), best AS (
  SELECT product_id FROM found WHERE is_wanted
  ORDER BY relevance DESC, rating_score DESC, product_id LIMIT {one_more}
), page AS MATERIALIZED (
  SELECT product_id AS id, row_number() OVER () AS place FROM best
), matches AS (
  SELECT FROM found WHERE is_wanted LIMIT {limit_more}
)
{answer}
