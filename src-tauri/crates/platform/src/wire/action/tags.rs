//! The tag library. Spec 3.12.
//!
//! It is a tree of labels. A label with `isGroupLabel` 1 is a group and never a tag. `personLabel` repeats the last of
//! `groupLabels`, so every id counts once (Q46).

use std::collections::HashSet;

use serde_json::Value;
use zuoxi_model::{LabelId, Tag, TagGroup, TagLibrary};

use crate::lenient::Record;

/// Decodes the library. A label without an id cannot be given to anybody and is left out.
pub(super) fn library(record: Record<'_>) -> Result<TagLibrary, String> {
    let company = record.value(&["groupLabels"]);
    let personal = record.value(&["personLabel"]);
    if company.is_none() && personal.is_none() {
        return Err("neither groupLabels nor personLabel".into());
    }
    let mut reader = Reader::default();
    for labels in [company, personal].into_iter().flatten() {
        reader.read(labels, None);
    }
    let personal = personal.and_then(Record::of).and_then(|label| label.id(&["labelId"])).map(LabelId::new);
    Ok(TagLibrary { groups: reader.groups, personal })
}

#[derive(Default)]
struct Reader {
    groups: Vec<TagGroup>,
    seen: HashSet<String>,
}

impl Reader {
    /// Reads one label or a list of them; `group` is where they hang.
    fn read(&mut self, labels: &Value, group: Option<&LabelId>) {
        match labels {
            Value::Array(labels) => labels.iter().for_each(|label| self.read(label, group)),
            label => {
                let Some(record) = Record::of(label) else { return };
                let Some(id) = record.id(&["labelId"]) else { return };
                if is_group(record) {
                    self.group(record, &LabelId::new(id));
                } else {
                    self.tag(record, id, group);
                }
            }
        }
    }

    fn group(&mut self, record: Record<'_>, id: &LabelId) {
        self.make(id, record.text(&["name"]));
        if let Some(labels) = record.value(&["subLabelList"]) {
            self.read(labels, Some(id));
        }
    }

    fn tag(&mut self, record: Record<'_>, id: String, group: Option<&LabelId>) {
        if !self.seen.insert(id.clone()) {
            return;
        }
        let said = || LabelId::new(record.id(&["labelGroupId"]).unwrap_or_default());
        let group_id = group.cloned().unwrap_or_else(said);
        self.make(&group_id, record.text(&["groupName"]));
        if let Some(group) = self.groups.iter_mut().find(|group| group.id == group_id) {
            group.tags.push(Tag { id: LabelId::new(id), name: record.text(&["name"]).unwrap_or_default() });
        }
    }

    fn make(&mut self, id: &LabelId, name: Option<String>) {
        if self.groups.iter().all(|group| group.id != *id) {
            self.groups.push(TagGroup { id: id.clone(), name: name.unwrap_or_default(), tags: Vec::new() });
        }
    }
}

/// `isGroupLabel`, else whatever has labels under it.
fn is_group(record: Record<'_>) -> bool {
    record.flag(&["isGroupLabel"]).unwrap_or_else(|| record.value(&["subLabelList"]).is_some_and(Value::is_array))
}
