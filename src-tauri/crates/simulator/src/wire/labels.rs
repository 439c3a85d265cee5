//! The label library: spec 3.12.

use serde_json::{Value, json};

use super::object;
use crate::world::labels::{Label, LabelGroup};

/// `groupLabels`: groups with their labels below them. Ids are numbers above 2^53 here (quirk Q9).
pub fn tree(groups: &[LabelGroup]) -> Vec<Value> {
    groups.iter().map(group).collect()
}

/// A label group: it has the fields of a label, and `isGroupLabel` 1.
fn group(group: &LabelGroup) -> Value {
    let mut fields = object(json!({
        "isCorpLabel": i32::from(group.corporate),
        "isGroupLabel": 1,
        "createTime": group.create_time,
        "fullName": group.name,
        "isCustomLabelGroup": i32::from(group.custom),
        "labelId": group.id,
        "labelGroupId": 0,
        "groupName": "",
        "isFakeAddLabel": 0,
        "name": group.name,
    }));
    fields.insert("subLabelList".to_owned(), group.labels.iter().map(|each| label(group, each)).collect());
    Value::Object(fields)
}

fn label(group: &LabelGroup, label: &Label) -> Value {
    json!({
        "isCorpLabel": i32::from(group.corporate),
        "isGroupLabel": 0,
        "createTime": label.create_time,
        "fullName": format!("{}：{}", group.name, label.name),
        "isCustomLabelGroup": 0,
        "labelId": label.id,
        "labelGroupId": group.id,
        "groupName": group.name,
        "isFakeAddLabel": 0,
        "name": label.name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_the_samples() {
        let library = tree(&crate::world::labels::read());
        let expected = json!({
            "isCorpLabel": 1,
            "isGroupLabel": 0,
            "createTime": "2020-09-22 13:44:51",
            "fullName": "行业：教育培训",
            "isCustomLabelGroup": 0,
            "labelId": 14_073_752_703_607_622_u64,
            "labelGroupId": 14_073_752_703_607_621_u64,
            "groupName": "行业",
            "isFakeAddLabel": 0,
            "name": "教育培训"
        });
        assert_eq!(library[0]["subLabelList"][0], expected);
        assert_eq!(library[0]["isGroupLabel"], 1);
        assert_eq!(library[4]["isCustomLabelGroup"], 1);
        assert_eq!(library[3]["subLabelList"][2]["name"], "\\");
    }
}
