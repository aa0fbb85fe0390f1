WITH best AS (
  SELECT product_id FROM shop_catalog_listing, to_tsquery('simple', %(words)s) AS words
  WHERE search @@ words
  ORDER BY ts_rank(search, words, 33) DESC, rating_score DESC, product_id LIMIT {one_more}
), page AS MATERIALIZED (
  SELECT product_id AS id, row_number() OVER () AS place FROM best
), matches AS (
  SELECT FROM shop_catalog_listing WHERE search @@ to_tsquery('simple', %(words)s) LIMIT {limit_more}
)
{answer}
