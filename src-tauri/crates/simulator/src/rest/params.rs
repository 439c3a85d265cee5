//! The parameters of a call, however they were sent.
//!
//! Spec 1.2 says form-urlencoded unless stated, several samples show JSON, and arrays in forms are undefined (quirk
//! Q4). Everything is accepted: JSON objects, forms, repeated keys, `key[]`, `key[0]`, and commas in what is read as a
//! list.

use std::collections::HashMap;

use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::Response;
use serde_json::{Map, Value};

use super::envelope::{code, failure};

/// All values of every parameter, as text.
#[derive(Clone, Debug, Default)]
pub struct Params(HashMap<String, Vec<String>>);

impl<S: Send + Sync> FromRequest<S> for Params {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let says_json = content_type.is_some_and(|value| value.starts_with("application/json"));
        let unreadable = |_| failure(code::FAILED, "请求体无法读取");
        let body = String::from_request(request, state).await.map_err(unreadable)?;
        let is_json = says_json || body.trim_start().starts_with('{');
        let params = if is_json { Self::from_json(&body) } else { Self::from_form(&body) };
        params.ok_or_else(|| failure(code::FAILED, "参数格式错误"))
    }
}

impl Params {
    fn from_json(body: &str) -> Option<Self> {
        if body.trim().is_empty() {
            return Some(Self::default());
        }
        let Value::Object(fields) = serde_json::from_str(body).ok()? else { return None };
        let values = fields.into_iter().map(|(key, value)| {
            let values = match value {
                Value::Array(values) => values.iter().filter_map(scalar).collect(),
                single => scalar(&single).into_iter().collect(),
            };
            (key, values)
        });
        Some(Self(values.collect()))
    }

    fn from_form(body: &str) -> Option<Self> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(body).ok()?;
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for (key, value) in pairs {
            let name = key.split_once('[').map_or(key.as_str(), |(name, _)| name).to_owned();
            values.entry(name).or_default().push(value);
        }
        Some(Self(values))
    }

    /// A parameter that is there and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str).filter(|value| !value.is_empty())
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// A count or an offset; `default` if it is missing or makes no sense.
    pub fn size(&self, name: &str, default: usize) -> usize {
        self.integer(name).and_then(|value| usize::try_from(value).ok()).unwrap_or(default)
    }

    /// `pageNum` and `pageSize` of specs 2.3, 2.4 and 2.6: how many rows to skip and how many to take.
    pub fn page(&self) -> (usize, usize) {
        let size = self.size("pageSize", 20).max(1);
        (self.size("pageNum", 1).max(1).saturating_sub(1).saturating_mul(size), size)
    }

    /// A list; `None` when the parameter is missing or empty.
    pub fn list(&self, name: &str) -> Option<Vec<&str>> {
        let values: Vec<&str> = self
            .0
            .get(name)?
            .iter()
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect();
        (!values.is_empty()).then_some(values)
    }
}

/// The body of a call that the specification wants as JSON, whatever its content type says: objects in objects do not
/// fit into [`Params`].
#[derive(Clone, Debug)]
pub struct JsonBody(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = String::from_request(request, state).await.map_err(|_| failure(code::FAILED, "请求体无法读取"))?;
        match serde_json::from_str(&body) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(failure(code::FAILED, "参数格式错误")),
        }
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(i32::from(*flag).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_from_every_spelling() {
        for body in ["msgIds=1&msgIds=2", "msgIds%5B%5D=1&msgIds%5B%5D=2", "msgIds[0]=1&msgIds[1]=2", "msgIds=1,2"] {
            assert_eq!(Params::from_form(body).unwrap().list("msgIds"), Some(vec!["1", "2"]), "{body}");
        }
        assert_eq!(Params::from_json(r#"{"msgIds":["1",2]}"#).unwrap().list("msgIds"), Some(vec!["1", "2"]));
    }

    #[test]
    fn an_empty_parameter_is_a_missing_one() {
        let params = Params::from_form("robotKey=&count=x").unwrap();
        assert_eq!(params.text("robotKey"), None);
        assert_eq!(params.size("count", 20), 20);
        assert_eq!(params.list("robotKey"), None);
    }
}
