//! The schemas of what a client sends and sees, and the same through utoipa and schemars.

use model_core::meta::Meta;
use model_core::prelude::*;
use model_core::wire::schema::{self, Shape};
use model_core::wire::{JsonRow, NewFromJson, Problem};
use model_tests::models::{Article, NewArticle, Offer, Reader, Sample, SamplePatch, Token};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};
use utoipa::{PartialSchema, ToSchema};

fn every() -> [&'static Meta; 5] {
    [Article::META, Offer::META, Reader::META, Sample::META, Token::META]
}

#[test]
fn the_schemas_of_an_article() {
    let all = [schema::new::<Article>(), schema::patch::<Article>(), schema::row::<Article>()];
    let all = all.map(|schema| serde_json::to_string_pretty(&schema).unwrap());
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn the_schema_of_every_kind_of_column() {
    let all =
        [schema::new::<Sample>(), schema::row::<Offer>(), schema::new::<Reader>(), schema::of(Token::META, Shape::New)];
    let all = all.map(|schema| serde_json::to_string_pretty(&schema).unwrap());
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn what_a_schema_requires_is_what_a_client_must_send() {
    let told = Article::new_from_json(&Map::new()).unwrap_err();
    let told: Vec<_> = told.iter().map(|one| Value::from(&*one.field)).collect();
    assert_eq!(schema::new::<Article>()["required"], Value::Array(told));
}

#[test]
fn openapi_and_schemars_have_the_same_schemas() {
    let generator = &mut SchemaGenerator::default();
    let plain = [schema::new::<Article>(), schema::patch::<Sample>(), schema::row::<Article>(), schema::problem()];
    let openapi = [NewArticle::schema(), SamplePatch::schema(), JsonRow::<Article>::schema(), Problem::schema()];
    let schemas = [
        NewArticle::json_schema(generator),
        <SamplePatch as JsonSchema>::json_schema(generator),
        JsonRow::<Article>::json_schema(generator),
        Problem::json_schema(generator),
    ];
    for ((plain, openapi), schema) in plain.into_iter().zip(openapi).zip(schemas) {
        assert_eq!(serde_json::to_value(openapi).unwrap(), plain);
        assert_eq!(Value::from(schema), plain);
    }
    let names = [NewArticle::name(), SamplePatch::name(), JsonRow::<Article>::name()];
    assert_eq!(names, ["NewArticle", "SamplePatch", "Article"]);
    assert_eq!(NewArticle::schema_name(), "NewArticle");
}

#[test]
fn utoipa_keeps_the_schema_of_every_column() {
    for (meta, shape) in every().into_iter().flat_map(|meta| [Shape::New, Shape::Patch, Shape::Row].map(|s| (meta, s)))
    {
        let plain = schema::of(meta, shape);
        let kept: utoipa::openapi::Schema = serde_json::from_value(plain.clone()).unwrap();
        assert_eq!(serde_json::to_value(kept).unwrap(), plain, "{} {shape:?}", meta.name);
    }
}
