-- What the lists of the desk and of the API need, so that a page of a million rows takes no longer than one of a
-- thousand. An index that serves a filter has the whole order after it: otherwise the server may find the rows of the
-- filter and sort all of them. An index of the live rows alone also counts them without reading them. NULL comes first,
-- as everywhere in the library.
DROP INDEX "articles_by_author";
CREATE INDEX "articles_author_id_created_at_order" ON "articles"
    ("author_id", "deleted_at", "created_at" DESC, "slug", "id");
CREATE INDEX "articles_author_id_updated_at_id_index" ON "articles"
    ("author_id", "deleted_at", "updated_at", "id");
CREATE INDEX "articles_status_created_at_order" ON "articles"
    ("status", "created_at" DESC, "slug", "id") WHERE "deleted_at" IS NULL;
CREATE INDEX "articles_status_updated_at_order" ON "articles"
    ("status", "updated_at" DESC, "slug", "id") WHERE "deleted_at" IS NULL;
CREATE INDEX "articles_status_published_at_order" ON "articles"
    ("status", "published_at" DESC NULLS LAST, "slug", "id") WHERE "deleted_at" IS NULL;
CREATE INDEX "articles_status_title_id_index" ON "articles" ("status", "title", "id") WHERE "deleted_at" IS NULL;
CREATE INDEX "articles_created_at_id_index" ON "articles" ("created_at", "id");
CREATE INDEX "articles_published_at_id_index" ON "articles" ("published_at" NULLS FIRST, "id");
CREATE INDEX "comments_article_id_created_at_id_index" ON "comments"
    ("article_id", "created_at", "id") WHERE "deleted_at" IS NULL;
CREATE INDEX "comments_state_created_at_id_index" ON "comments"
    ("state", "created_at", "id") WHERE "deleted_at" IS NULL;

-- The trash.
CREATE INDEX "articles_in_trash" ON "articles" ("deleted_at" NULLS FIRST, "id") WHERE "deleted_at" IS NOT NULL;
CREATE INDEX "comments_in_trash" ON "comments" ("deleted_at" NULLS FIRST, "id") WHERE "deleted_at" IS NOT NULL;

-- What the desk looks up in the trail besides what the library does: one operation, one request, one
-- model, and who deleted the rows of a page of the trash.
CREATE INDEX "audit_logs_by_batch" ON "audit_logs" ("batch_id");
CREATE INDEX "audit_logs_by_request" ON "audit_logs" ("request_id");
CREATE INDEX "audit_logs_by_model" ON "audit_logs" ("content_type", "id");
CREATE INDEX "audit_logs_by_model_and_action" ON "audit_logs" ("content_type", "action", "id");
CREATE INDEX "audit_logs_by_model_action_and_time" ON "audit_logs" ("content_type", "action", "created_at");
