#include "api/views/vocabulary.hpp"

#include "base/enum_words.hpp"
#include "base/text.hpp"
#include "core/incident/facts.hpp"
#include "core/incident/filings.hpp"
#include "core/law/edition.hpp"
#include "core/telling/cause.hpp"
#include "core/words/causes.hpp"
#include "core/words/citation.hpp"
#include "core/words/labels.hpp"
#include "core/words/terms.hpp"
#include "report/report.hpp"

namespace breachd::api {

namespace {

json::object both(const words::Word& word) { return bilingual(std::string(word.vi), std::string(word.en)); }
json::object both(const Bilingual& text) { return bilingual(text.in("vi"), text.in("en")); }

template <class Say>
json::object said(Say say) {
    return bilingual(say("vi"), say("en"));
}

json::array labelled(std::span<const words::Word> table) {
    json::array out;
    for (const auto& word : table) out.push_back(json::object{{"id", word.id}, {"label", both(word)}});
    return out;
}

json::object article(std::string_view citation, const Edition& edition) {
    return said(
        [&](const char* language) { return citation_text(citation, decree_name(&edition, language), language); });
}

json::array kinds_of(const Edition& edition) {
    json::array out;
    for (const auto& kind : edition.kinds)
        out.push_back(json::object{{"id", kind.id},
                                   {"label", both(kind.label)},
                                   {"short", both(kind.short_label.vi.empty() ? kind.label : kind.short_label)},
                                   {"sensitive", kind.sensitive},
                                   {"citation", kind.citation},
                                   {"article", article(kind.citation, edition)}});
    return out;
}

json::array acts_of(const Edition& edition) {
    json::array out;
    for (const auto& act : edition.acts) out.push_back(json::object{{"id", act.id}, {"label", both(act.label)}});
    return out;
}

json::value seconds(const std::optional<Duration>& within) {
    return within ? json::value(within->count() / 1000) : json::value(nullptr);
}

json::array duties_of(const Edition& edition) {
    json::array out;
    for (const auto& rule : edition.obligations)
        out.push_back(
            json::object{{"id", rule.id},
                         {"label", said([&](const char* language) { return words::duty(rule.id, language); })},
                         {"title", both(rule.title)},
                         {"citation", rule.citation},
                         {"article", article(rule.citation, edition)},
                         {"addressee", to_json(rule.addressee)},
                         {"starts_after", to_json(rule.applies.after)},
                         {"within_s", seconds(rule.within)},
                         {"within_working_days", to_json(rule.within_working_days)},
                         {"kinds", to_json(rule.applies.kinds)},
                         {"reading", rule.reading},
                         {"secondary", rule.secondary}});
    return out;
}

// Of the order in which the form prints them, where it does.
json::array facts_of(const Settings& settings, const Edition& edition) {
    auto printed = report::printed_facts(settings, edition);
    json::array out;
    for (const auto& fact : known_facts(&edition)) {
        json::array places;
        for (const auto& place : printed)
            if (place.fact == fact.name)
                places.push_back(
                    json::object{{"form", edition.form}, {"number", place.number}, {"label", place.label}});
        json::array items;  // of the law that want it in the notice
        for (const auto& content : edition.contents)
            for (const auto& item : content.items)
                if (holds(item.facts, fact.name))
                    items.push_back(json::object{{"citation", item.citation}, {"label", both(item.label)}});
        out.push_back(
            json::object{{"name", fact.name},
                         {"type", to_json(fact.type)},
                         {"choices", to_json(fact.choices)},
                         {"label", said([&](const char* language) { return words::fact(fact.name, language); })},
                         {"required", fact.required},
                         {"in_notice", fact.in_notice},
                         {"printed", std::move(places)},
                         {"wanted_by", std::move(items)}});
    }
    return out;
}

json::object states() {
    json::object out;
    for (const auto& row : words::states()) {
        auto& list = out[row.about];
        if (!list.is_array()) list = json::array();
        list.get_array().push_back(json::object{{"id", row.word.id}, {"label", both(row.word)}});
    }
    return out;
}

json::array bands(std::span<const words::Band> table) {
    json::array out;
    for (const auto& band : table)
        out.push_back(json::object{{"id", band.word.id}, {"from", band.from}, {"label", both(band.word)}});
    return out;
}

json::array causes() {
    json::array out;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Cause>>([&](auto each) {
        if (each.value == Cause::none) return;
        out.push_back(json::object{{"id", cause_word(each.value)}, {"label", said([&](const char* language) {
                                                                        return words::cause(each.value, language);
                                                                    })}});
    });
    return out;
}

json::array editions_of(const Settings& settings) {
    json::array out;
    for (const auto& edition : settings.editions)
        out.push_back(
            json::object{{"id", edition.id},
                         {"label", said([&](const char* language) { return words::edition(edition.id, language); })},
                         {"name", edition.name},
                         {"in_force_from", to_json(edition.in_force_from)},
                         {"in_force_to", to_json(edition.in_force_to)},
                         {"form", edition.form},
                         {"draft", edition.is_draft()}});
    return out;
}

json::array tasks_of(const Settings& settings) {
    json::array out;
    for (const auto& playbook : settings.playbooks)
        for (const auto& task : playbook.tasks)
            out.push_back(json::object{{"id", playbook.id + "/" + task.id},
                                       {"label", both(task.title)},
                                       {"playbook", both(playbook.title)},
                                       {"due_after_s", seconds(task.due_after)},
                                       {"done_by", to_json(task.done_by)}});
    return out;
}

}  // namespace

json::object bilingual(std::string vi, std::string en) { return {{"vi", std::move(vi)}, {"en", std::move(en)}}; }

Result<json::object> vocabulary(const Settings& settings, std::string_view wanted, Instant now) {
    const auto* edition =
        wanted.empty() ? edition_for(settings.editions, settings.edition, now) : settings.edition_of(wanted);
    if (!edition) return Error{ErrorCode::not_found, "this edition of the law is not loaded", "edition"};
    return json::object{{"edition", edition->id},
                        {"editions", editions_of(settings)},
                        {"kinds", kinds_of(*edition)},
                        {"acts", acts_of(*edition)},
                        {"roles", labelled(words::roles())},
                        {"answers", labelled(words::answers())},
                        {"states", states()},
                        {"duties", duties_of(*edition)},
                        {"addressees", labelled(words::addressees())},
                        {"facts", facts_of(settings, *edition)},
                        {"forms", labelled(words::filing_forms())},
                        {"filing_channels", labelled(words::filing_channels())},
                        {"severities", bands(words::severity_bands())},
                        {"time_left", bands(words::time_bands())},
                        {"causes", causes()},
                        {"actors", labelled(words::actor_kinds())},
                        {"access_roles", labelled(words::access_roles())},
                        {"entries", labelled(words::entry_kinds())},
                        {"waiting", labelled(words::waiting_kinds())},
                        {"next_steps", labelled(words::next_steps())},
                        {"tasks", tasks_of(settings)}};
}

}  // namespace breachd::api
