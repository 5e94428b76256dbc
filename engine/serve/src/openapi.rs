//! The HTTP interface described as OpenAPI 3.1, made from the route table.

use serde_json::{Map, Value, json};

use crate::routes::{Access, Line};

/// The whole document.
pub(crate) fn describe(origin: &str, lines: &[Line]) -> Value {
    let mut paths = Map::new();
    for line in lines {
        add(&mut paths, line.path, line, &operation(line));
        if line.access == Access::Reader || line.path == "/api/acts" {
            let below = format!("/reader/{{token}}{}", line.path);
            add(&mut paths, &below, line, &operation(line));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tasdiq",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A joint record that no one can rewrite. Byte formats are in PROTOCOL.md.",
            "license": { "name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT" },
        },
        "servers": [{ "url": origin }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "tasdiq" },
            },
            "schemas": { "Problem": problem(), "Envelope": envelope(), "Recorded": recorded() },
        },
    })
}

fn add(paths: &mut Map<String, Value>, path: &str, line: &Line, operation: &Value) {
    // axum writes a rest-of-path parameter with a star, OpenAPI can't say it otherwise than by name.
    let path = path.replace("{*", "{");
    let names: Vec<Value> = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next())
        .map(|name| {
            let schema = if name == "index" {
                json!({ "type": "integer", "minimum": 0 })
            } else {
                json!({ "type": "string" })
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    let mut operation = operation.clone();
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        parameters.extend(names);
    }
    let item = paths.entry(path).or_insert_with(|| json!({}));
    item[line.method] = operation;
}

fn operation(line: &Line) -> Value {
    let answers: Map<String, Value> = line
        .answers
        .iter()
        .map(|(status, content)| {
            let schema = match (*content, line.path) {
                ("application/problem+json", _) => json!({ "$ref": "#/components/schemas/Problem" }),
                ("application/json", "/api/acts") => {
                    json!({ "$ref": "#/components/schemas/Recorded" })
                }
                ("application/json", _) => json!({ "type": "object" }),
                _ => json!({ "type": "string" }),
            };
            let description = if *status < 400 { line.summary } else { "A problem." };
            let answer = json!({ "description": description, "content": { *content: { "schema": schema } } });
            (status.to_string(), answer)
        })
        .collect();
    let mut operation = json!({ "summary": line.summary, "parameters": [], "responses": answers });
    if line.access == Access::Reader {
        operation["security"] = json!([{ "session": [] }, {}]);
        operation["responses"]["401"] = json!({
            "description": "Not signed in, and not below a reader's address.",
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" } } },
        });
    }
    if line.path == "/api/live" {
        operation["parameters"] = json!([{
            "name": "from", "in": "query", "schema": { "type": "integer", "minimum": 0 },
        }]);
    }
    if line.path == "/api/acts" {
        operation["parameters"] = json!([{
            "name": "wait", "in": "query",
            "schema": { "type": "string", "enum": ["durable", "published", "witnessed"] },
        }]);
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Envelope" } } },
        });
    }
    operation
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "fault", "next"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "fault": { "type": "string", "enum": ["sender", "node"] },
            "next": { "type": "string", "description": "What to do now." },
        },
    })
}

fn envelope() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["payload", "payloadType", "signatures"],
        "properties": {
            "payload": { "type": "string", "contentEncoding": "base64" },
            "payloadType": { "type": "string" },
            "signatures": {
                "type": "array", "minItems": 1, "maxItems": act::envelope::SIGNATURES_MAX,
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["key", "sig"],
                    "properties": { "key": { "type": "string" }, "sig": { "type": "string" } },
                },
            },
        },
    })
}

fn recorded() -> Value {
    json!({
        "type": "object",
        "required": ["index", "id", "at", "reached", "verdict", "receipt"],
        "properties": {
            "index": { "type": "integer" },
            "id": { "type": "string" },
            "at": { "type": "string", "format": "date-time" },
            "reached": { "type": "string", "enum": ["durable", "published", "witnessed"] },
            "verdict": {
                "type": "object",
                "required": ["status"],
                "properties": {
                    "status": { "type": "string", "enum": ["in-force", "void"] },
                    "code": { "type": "string" },
                    "about": { "type": "object" },
                },
            },
            "receipt": { "type": "string", "description": "A signed note by the log's key." },
            "proof": { "type": "string", "description": "A C2SP tlog-proof." },
        },
    })
}
