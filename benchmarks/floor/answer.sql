-- A page of products, whose keys come first in "page" and how many there are in "matches"; what belongs to them after.
SELECT json_build_object(
  'count', least(rows, {limit}),
  'count_is_exact', rows <= {limit},
  'next', CASE WHEN (SELECT count(*) FROM page) > {size} THEN %(next)s END,
  'previous', NULL,
  'results', (
    SELECT coalesce(json_agg(json_build_object({card}) ORDER BY page.place), '[]')
    {cards}
    JOIN page ON page.id = p.id AND page.place <= {size}
  ){more}
)::text
FROM (SELECT count(*) AS rows FROM matches) AS counted
