#include "store/imports/import_tags.hpp"

#include <cstring>

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

// Without a reference the whole row is the reference: a row given twice is still one person.
std::string duplicate_key(const Subject& subject, std::string_view text) {
    const std::string& reference = subject.subject_ref.reveal();
    return reference.empty() ? "row|" + std::string(text) : "ref|" + reference;
}

SubjectTag tag_of(const Opener& opener, const std::string& key) {
    Digest full = opener.tag(key);
    SubjectTag out;
    std::memcpy(out.data(), full.data(), out.size());
    return out;
}

std::vector<SubjectTag> unpacked(std::string_view packed) {
    std::vector<SubjectTag> out(packed.size() / sizeof(SubjectTag));
    if (!out.empty()) std::memcpy(out.data(), packed.data(), out.size() * sizeof(SubjectTag));
    return out;
}

void add_to(TagTable& out, std::int64_t first_number, std::string_view packed) {
    for (const auto& tag : unpacked(packed)) out.set(tag, first_number++);
}

}  // namespace

SubjectTag subject_tag(const Opener& opener, const Subject& subject, std::string_view text) {
    return tag_of(opener, duplicate_key(subject, text));
}

SubjectTag reference_tag(const Opener& opener, std::string_view reference) {
    return tag_of(opener, "ref|" + std::string(reference));
}

const TagTable& ImportTags::of_finished(std::int64_t run) {
    auto [place, fresh] = finished_.try_emplace(run);
    if (!fresh) return place->second;
    Statement read(
        connection_,
        "SELECT tags, first_n FROM import_tags WHERE import IN (SELECT import FROM imports WHERE run = ? AND state = "
        "'finished') ORDER BY import, first_n");
    read.bind(run);
    while (read.step()) add_to(place->second, read.integer(1), read.blob(0));
    return place->second;
}

TagTable& ImportTags::of_import(std::int64_t import) {
    auto [place, fresh] = open_.try_emplace(import);
    if (!fresh) return place->second;
    Statement read(connection_, "SELECT tags, first_n FROM import_tags WHERE import = ? ORDER BY first_n");
    read.bind(import);
    while (read.step()) add_to(place->second, read.integer(1), read.blob(0));
    return place->second;
}

void ImportTags::add(std::int64_t import, std::int64_t first_number, const std::vector<SubjectTag>& tags) {
    std::string_view packed(reinterpret_cast<const char*>(tags.data()), tags.size() * sizeof(SubjectTag));
    Statement(connection_, "INSERT INTO import_tags (import, first_n, tags) VALUES (?, ?, ?)")
        .bind(import)
        .bind(first_number)
        .bind_blob(packed)
        .run();
}

std::vector<ImportTags::Chunk> ImportTags::chunks_of(std::int64_t import) {
    std::vector<Chunk> out;
    Statement read(connection_, "SELECT first_n, tags FROM import_tags WHERE import = ? ORDER BY first_n");
    read.bind(import);
    while (read.step()) out.push_back({read.integer(0), unpacked(read.blob(1))});
    return out;
}

void ImportTags::remove(std::int64_t import) {
    Statement(connection_, "DELETE FROM import_tags WHERE import = ?").bind(import).run();
    open_.erase(import);
}

void ImportTags::forget() {
    finished_.clear();
    open_.clear();
}

}  // namespace breachd::store
