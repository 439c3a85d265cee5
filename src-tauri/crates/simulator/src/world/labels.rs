//! The label library of spec 3.12, with the specification's own ids: above 2^53, and neighbours of each other.

use super::script::entries;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelGroup {
    pub id: u64,
    pub name: String,
    /// `isCorpLabel`: the company's label, not one person's.
    pub corporate: bool,
    /// `isCustomLabelGroup`.
    pub custom: bool,
    pub create_time: String,
    pub labels: Vec<Label>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub id: u64,
    pub name: String,
    pub create_time: String,
}

/// The library as the sample of 3.12 shows it.
pub fn read() -> Vec<LabelGroup> {
    let mut groups: Vec<LabelGroup> = Vec::new();
    for entry in entries(include_str!("../../data/labels.txt")) {
        let fields: Vec<&str> = entry.split(" | ").collect();
        match (fields.as_slice(), groups.last_mut()) {
            ([id, name, corporate, custom, created], _) => groups.push(LabelGroup {
                id: id.parse().unwrap_or_default(),
                name: (*name).to_owned(),
                corporate: *corporate == "1",
                custom: *custom == "1",
                create_time: (*created).to_owned(),
                labels: Vec::new(),
            }),
            ([id, name, created], Some(group)) => group.labels.push(Label {
                id: id.parse().unwrap_or_default(),
                name: (*name).to_owned(),
                create_time: (*created).to_owned(),
            }),
            _ => {}
        }
    }
    groups
}

/// Gives the last group a label with the name of one in the first (quirk Q43).
pub fn repeat_a_name(groups: &mut [LabelGroup]) {
    let Some(name) = groups.first().and_then(|group| group.labels.first()).map(|label| label.name.clone()) else {
        return;
    };
    if let Some(last) = groups.last_mut() {
        last.labels.push(Label { id: 14_073_752_332_623_298, name, create_time: last.create_time.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_the_sample_of_3_12() {
        let groups = read();
        let counts: Vec<usize> = groups.iter().map(|group| group.labels.len()).collect();
        assert_eq!(counts, [4, 3, 2, 7, 2]);
        let industry: Vec<u64> = groups[0].labels.iter().map(|label| label.id).collect();
        assert_eq!(
            industry,
            [14_073_752_703_607_622, 14_073_752_703_607_623, 14_073_752_703_607_624, 14_073_752_703_607_625]
        );
        assert!(groups.iter().flat_map(|group| &group.labels).all(|label| label.id > 1 << 53));
        assert_eq!(groups[3].labels[2].name, "\\");
    }
}
