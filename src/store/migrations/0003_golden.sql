-- The golden queries of an article are asked whenever a text of it is published.
CREATE INDEX golden_query_article ON golden_query (article);
