import { describe, expect, it } from 'vitest'
import { findNotAdditive } from '../../scripts/additive.ts'

describe('a migration is additive', () => {
  it.each([
    'CREATE TABLE "a" ("id" INTEGER NOT NULL, "b" TEXT UNIQUE)',
    'CREATE TABLE a (id INT); ALTER TABLE a ADD CONSTRAINT one CHECK (id = 1); CREATE UNIQUE INDEX i ON a(id)',
    'CREATE TABLE a (id INT); CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f()',
    'CREATE INDEX "i" ON "cdn"("name")',
    'ALTER TABLE "cdn" ADD COLUMN     "priority" INTEGER',
    'ALTER TABLE "cdn" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 0,\nADD COLUMN "countries" TEXT[]',
    `ALTER TABLE "cdn" ADD COLUMN "price" NUMERIC(10,2) NOT NULL DEFAULT 0, ADD COLUMN "note" TEXT DEFAULT 'NOT NULL; DROP'`,
    '-- DROP TABLE "cdn";\n/* ALTER TABLE "cdn" DROP COLUMN "name"; */ CREATE TYPE color AS ENUM (\'red\')',
    `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM cdn; DROP TABLE cdn; END $$`,
    `COMMENT ON TABLE "cdn" IS 'of one''s own; DROP it'`,
  ])('by %s', (script) => expect(findNotAdditive(script)).toEqual([]))

  it.each([
    'DROP TABLE "cdn"',
    'drop index "i"',
    'TRUNCATE "cdn"',
    'UPDATE "cdn" SET "name" = NULL',
    'DELETE FROM "cdn"',
    'INSERT INTO "cdn" VALUES (1)',
    'ALTER TABLE "cdn" DROP COLUMN "name"',
    'ALTER TABLE "cdn" RENAME TO "pathway"',
    'ALTER TABLE "cdn" RENAME COLUMN "name" TO "title"',
    'ALTER TABLE "cdn" ADD COLUMN "priority" INTEGER NOT NULL',
    'ALTER TABLE "cdn" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT NULL',
    'ALTER TABLE "cdn" ADD COLUMN "a" INTEGER, DROP COLUMN "b"',
    'ALTER TABLE "cdn" ADD COLUMN "a" INTEGER UNIQUE',
    'ALTER TABLE "cdn" ADD COLUMN "a" TEXT REFERENCES "origin_cluster"("key")',
    'ALTER TABLE "cdn" ALTER COLUMN "name" SET NOT NULL',
    'ALTER TABLE "cdn" ALTER COLUMN "weight" TYPE BIGINT',
    'ALTER TABLE "cdn" ADD CONSTRAINT "positive" CHECK ("weight" > 0)',
    'ALTER TABLE "cdn" ENABLE ALWAYS TRIGGER "t"',
    'CREATE UNIQUE INDEX "i" ON "cdn"("name")',
    'CREATE TRIGGER t BEFORE UPDATE ON cdn FOR EACH ROW EXECUTE FUNCTION f()',
    'CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
    'ALTER TYPE color RENAME TO colour',
    'DO $$ BEGIN DROP TABLE cdn; END $$',
  ])('not by %s', (script) => expect(findNotAdditive(script)).toHaveLength(1))
})
