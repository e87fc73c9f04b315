//! The rules a schema file must keep, each a function from the files to what breaks it.

use std::collections::{BTreeMap, BTreeSet};

use prost_types::field_descriptor_proto::Label;
use prost_types::{DescriptorProto, EnumDescriptorProto, EnumValueDescriptorProto, FileDescriptorProto};

/// What breaks the rule, one line each; empty where nothing does.
pub(crate) type Rule = fn(&[FileDescriptorProto]) -> Vec<String>;

/// The one package of this crate, and the folder it must stand in.
const PACKAGE: &str = "ludograph.v1";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Message,
    Field,
    Oneof,
    Enum,
    Value,
}

/// A named thing of a file, with its path in the terms of `SourceCodeInfo`.
struct Item<'a> {
    sort: Sort,
    name: &'a str,
    path: Vec<i32>,
}

// The numbers of the descriptor's own fields, which make up a path.
const FILE_MESSAGE: i32 = 4;
const FILE_ENUM: i32 = 5;
const MESSAGE_FIELD: i32 = 2;
const MESSAGE_NESTED: i32 = 3;
const MESSAGE_ENUM: i32 = 4;
const MESSAGE_ONEOF: i32 = 8;
const ENUM_VALUE: i32 = 2;

fn items(file: &FileDescriptorProto) -> Vec<Item<'_>> {
    let mut found = Vec::new();
    for (index, message) in (0..).zip(&file.message_type) {
        message_items(message, vec![FILE_MESSAGE, index], &mut found);
    }
    for (index, item) in (0..).zip(&file.enum_type) {
        enum_items(item, vec![FILE_ENUM, index], &mut found);
    }
    found
}

fn message_items<'a>(message: &'a DescriptorProto, path: Vec<i32>, found: &mut Vec<Item<'a>>) {
    let below = |number, index| [path.as_slice(), &[number, index]].concat();
    for (index, field) in (0..).zip(&message.field) {
        found.push(Item { sort: Sort::Field, name: field.name(), path: below(MESSAGE_FIELD, index) });
    }
    // The compiler makes a one-of named `_field` for each optional field.
    let oneofs = (0..).zip(&message.oneof_decl).filter(|(_, oneof)| !oneof.name().starts_with('_'));
    for (index, oneof) in oneofs {
        found.push(Item { sort: Sort::Oneof, name: oneof.name(), path: below(MESSAGE_ONEOF, index) });
    }
    for (index, nested) in (0..).zip(&message.nested_type) {
        message_items(nested, below(MESSAGE_NESTED, index), found);
    }
    for (index, item) in (0..).zip(&message.enum_type) {
        enum_items(item, below(MESSAGE_ENUM, index), found);
    }
    found.push(Item { sort: Sort::Message, name: message.name(), path });
}

fn enum_items<'a>(item: &'a EnumDescriptorProto, path: Vec<i32>, found: &mut Vec<Item<'a>>) {
    for (index, value) in (0..).zip(&item.value) {
        let path = [path.as_slice(), &[ENUM_VALUE, index]].concat();
        found.push(Item { sort: Sort::Value, name: value.name(), path });
    }
    found.push(Item { sort: Sort::Enum, name: item.name(), path });
}

fn all_messages(file: &FileDescriptorProto) -> Vec<&DescriptorProto> {
    let mut found: Vec<_> = file.message_type.iter().collect();
    let mut next = 0;
    while next < found.len() {
        let message = found[next];
        found.extend(&message.nested_type);
        next += 1;
    }
    found
}

fn all_enums(file: &FileDescriptorProto) -> Vec<&EnumDescriptorProto> {
    let nested = all_messages(file).into_iter().flat_map(|message| &message.enum_type);
    file.enum_type.iter().chain(nested).collect()
}

fn is_words(name: &str, first: fn(&char) -> bool, rest: fn(&char) -> bool) -> bool {
    let mut words = name.split('_');
    words.all(|word| word.chars().next().is_some_and(|c| first(&c)) && word.chars().all(|c| rest(&c)))
}

fn is_lower_snake(name: &str) -> bool {
    is_words(name, char::is_ascii_lowercase, |c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

fn is_upper_snake(name: &str) -> bool {
    is_words(name, char::is_ascii_uppercase, |c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
        && name.chars().any(|c| c.is_ascii_lowercase())
}

/// `RepairKind` becomes `REPAIR_KIND`.
fn upper_snake_of(pascal: &str) -> String {
    let mut upper = String::new();
    for (index, c) in pascal.chars().enumerate() {
        if index > 0 && c.is_ascii_uppercase() {
            upper.push('_');
        }
        upper.push(c.to_ascii_uppercase());
    }
    upper
}

fn named(files: &[FileDescriptorProto], sorts: &[Sort], fits: fn(&str) -> bool) -> Vec<String> {
    let items = files.iter().flat_map(items).filter(|item| sorts.contains(&item.sort));
    items.filter(|item| !fits(item.name)).map(|item| format!("{:?} {}", item.sort, item.name)).collect()
}

pub(crate) fn package_matches_folder(files: &[FileDescriptorProto]) -> Vec<String> {
    let folder = PACKAGE.replace('.', "/");
    let is_right = |file: &&FileDescriptorProto| {
        let stands_in = file.name().rsplit_once('/').map(|(folder, _)| folder);
        file.package() == PACKAGE && stands_in == Some(&folder)
    };
    files.iter().filter(|file| !is_right(file)).map(|file| format!("{}: {}", file.name(), file.package())).collect()
}

pub(crate) fn enums_begin_unspecified(files: &[FileDescriptorProto]) -> Vec<String> {
    let is_right = |item: &EnumDescriptorProto| {
        item.value.iter().filter(|value| value.number() == 0).all(|value| value.name().ends_with("_UNSPECIFIED"))
            && item.value.first().is_some_and(|value| value.number() == 0)
    };
    let enums = files.iter().flat_map(all_enums);
    enums.filter(|item| !is_right(item)).map(|item| item.name().to_owned()).collect()
}

pub(crate) fn enum_values_are_prefixed(files: &[FileDescriptorProto]) -> Vec<String> {
    let mut broken = Vec::new();
    for item in files.iter().flat_map(all_enums) {
        let prefix = format!("{}_", upper_snake_of(item.name()));
        let names = item.value.iter().map(EnumValueDescriptorProto::name);
        broken.extend(names.filter(|name| !name.starts_with(&prefix) || !is_upper_snake(name)).map(str::to_owned));
    }
    broken
}

pub(crate) fn fields_are_lower_snake(files: &[FileDescriptorProto]) -> Vec<String> {
    named(files, &[Sort::Field, Sort::Oneof], is_lower_snake)
}

pub(crate) fn messages_are_pascal(files: &[FileDescriptorProto]) -> Vec<String> {
    named(files, &[Sort::Message, Sort::Enum], is_pascal)
}

pub(crate) fn everything_is_commented(files: &[FileDescriptorProto]) -> Vec<String> {
    let mut broken = Vec::new();
    for file in files {
        let locations = file.source_code_info.iter().flat_map(|info| &info.location);
        let comments: BTreeMap<&[i32], &str> =
            locations.map(|location| (location.path.as_slice(), location.leading_comments())).collect();
        let is_bare = |item: &Item<'_>| comments.get(item.path.as_slice()).is_none_or(|text| text.trim().is_empty());
        broken.extend(items(file).iter().filter(|item| is_bare(item)).map(|item| item.name.to_owned()));
    }
    broken
}

/// Also numbers and names that a message has reserved, and numbers of an enum.
pub(crate) fn numbers_are_used_once(files: &[FileDescriptorProto]) -> Vec<String> {
    let mut broken = Vec::new();
    for message in files.iter().flat_map(all_messages) {
        let mut seen = BTreeSet::new();
        for field in &message.field {
            let number = field.number();
            let reserved = message.reserved_range.iter().any(|range| (range.start()..range.end()).contains(&number))
                || message.reserved_name.iter().any(|name| name == field.name());
            if !seen.insert(number) || reserved {
                broken.push(format!("{}.{} = {number}", message.name(), field.name()));
            }
        }
    }
    for item in files.iter().flat_map(all_enums) {
        let mut seen = BTreeSet::new();
        let twice = item.value.iter().filter(|value| !seen.insert(value.number()));
        broken.extend(twice.map(|value| value.name().to_owned()));
    }
    broken
}

pub(crate) fn nothing_is_required(files: &[FileDescriptorProto]) -> Vec<String> {
    let fields = files.iter().flat_map(all_messages).flat_map(|message| &message.field);
    fields.filter(|field| field.label() == Label::Required).map(|field| field.name().to_owned()).collect()
}

/// An import is used where a field's type stands in the imported file.
pub(crate) fn imports_are_used(files: &[FileDescriptorProto]) -> Vec<String> {
    let mut home = BTreeMap::new();
    for file in files {
        let names = file.message_type.iter().map(DescriptorProto::name);
        for name in names.chain(file.enum_type.iter().map(EnumDescriptorProto::name)) {
            home.insert(format!(".{}.{name}", file.package()), file.name());
        }
    }
    let mut broken = Vec::new();
    for file in files {
        let fields = all_messages(file).into_iter().flat_map(|message| &message.field);
        let used: BTreeSet<&str> = fields.filter_map(|field| home.get(field.type_name()).copied()).collect();
        let unused = file.dependency.iter().filter(|import| !used.contains(import.as_str()));
        broken.extend(unused.map(|import| format!("{} imports {import}", file.name())));
    }
    broken
}
