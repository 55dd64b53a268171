#include "core/journal/evolve_telling.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <cstdlib>

namespace breachd {

namespace {

bool is_owed_to_subjects(const Obligation& o) {
    return o.addressee == Addressee::subjects || o.addressee == Addressee::authority_and_subjects;
}

}  // namespace

std::string person_of(const Entry& entry) {
    for (std::string_view kind : {"token:", "person:"})
        if (entry.actor.starts_with(kind)) return entry.actor.substr(kind.size());
    return "";
}

void note_author(Incident& i, const std::string& where, const std::string& person, bool replaced) {
    auto& authors = i.notice_authors[where];
    if (replaced) authors.clear();
    if (!person.empty()) authors.insert(person);
    if (authors.empty()) i.notice_authors.erase(where);
}

void FoldTelling::operator()(const SubjectsImported& e) {
    i.notice_run.subjects += e.rows;
    if (!e.sha256.empty()) i.lists[e.sha256] = entry.at;
    i.notice_run.unreachable = std::max<std::int64_t>(0, i.notice_run.unreachable + e.unreachable - e.reached);
    for (const auto& [kinds, people] : e.groups) i.groups[kinds].listed += people;
    if (i.notice_run.state == RunState::done) i.notice_run.state = RunState::running;
}

void FoldTelling::operator()(const SubjectCorrected& e) {
    if (e.reopened && i.notice_run.state == RunState::done) i.notice_run.state = RunState::running;
}

void FoldTelling::operator()(const ListComplete& e) {
    if (!e.final) i.list_complete = ListStatement{e.reason, e.by, "", e.listed, e.number, {}};
    if (!e.final || !i.list_complete) return;
    i.list_complete->confirmed_by = e.by;
    i.list_complete->confirmed_at = entry.at;
    i.list_complete->listed = e.listed;
    i.list_complete->number = e.number;
}

void FoldTelling::operator()(const NoticeImpossible& e) {
    if (e.final)
        i.impossible_by.erase(e.subject);
    else
        i.impossible_by[e.subject] = e.by;
}

void FoldTelling::operator()(const SentAgain&) { ++i.sent_again; }

void FoldTelling::operator()(const ReplyNoted& e) { ++i.replies[boost::describe::enum_to_string(e.kind, "other")]; }

void FoldTelling::operator()(const LettersPosted& e) { i.posting = e.posted_at; }

void FoldTelling::operator()(const NoticeEdited& e) {
    auto part = e.language + "." + e.field;
    if (e.reset) {
        for (const char* name : {"", "_text"}) i.notice_overrides.erase(part + name);
        i.notice_authors.erase(part);
        return;
    }
    i.notice_overrides[part] = e.text;
    if (i.notice_drafter.empty()) i.notice_drafter = person_of(entry);
    note_author(i, part, person_of(entry), false);
}

void FoldTelling::operator()(const NoticeApproved& e) {
    i.notice_approvals.push_back({e.sha256, e.document, e.by, e.by_dpo, entry.at});
    std::erase_if(i.notice_refusals, [&](const auto& each) { return each.sha256 == e.sha256 && each.by == e.by; });
}

void FoldTelling::operator()(const NoticeApprovalAsked& e) {
    i.notice_request = NoticeRequest{e.sha256, e.by, e.note, entry.at};
}

void FoldTelling::operator()(const NoticeRefused& e) {
    i.notice_refusals.push_back({e.sha256, e.by, e.reason, entry.at});
    std::erase_if(i.notice_approvals, [&](const auto& each) { return each.sha256 == e.sha256 && each.by == e.by; });
}

void FoldTelling::operator()(const NoticeReleased& e) {
    i.release = NoticeRelease{e.version, person_of(entry), e.authors, e.approved_by, e.alone, entry.at};
    i.notice_version = e.version;
    i.notice_hash = e.sha256;
    i.notice_by_kinds_hash = e.by_kinds_sha256;
    i.notice_overrides_released = i.notice_overrides;
    i.notice_released_at = entry.at;
    i.page_approved = e.page_sha256;
    i.notice_since = e.since == 0 ? std::max(1, i.notice_since) : e.since;
    cover(e);
    if (e.since == e.version) {  // it goes to everybody
        i.notice_run.told_before += i.notice_run.told + i.notice_run.by_hand;
        i.notice_run.told = i.notice_run.by_hand = 0;
    }
    if (e.version > 1) i.notice_run.unreachable = i.notice_run.pointed = 0;  // they are tried again
    i.notice_run.state = RunState::running;
    i.notice_run.canary = Canary::fine;
}

void FoldTelling::operator()(const NoticePaused& e) {
    i.notice_run.state = e.for_good ? RunState::stopped : RunState::paused;
    if (e.cause && e.cause->code == ReasonCode::canary_failed) i.notice_run.canary = Canary::failed;
}

void FoldTelling::operator()(const NoticeResumed&) {
    i.notice_run.state = RunState::running;
    if (i.notice_run.canary == Canary::failed) i.notice_run.canary = Canary::overruled;
}

void FoldTelling::operator()(const DeliveriesRecorded& e) {
    if (e.told != i.notice_run.told) i.told_by_post_at.reset();
    if (e.told > i.notice_run.told) {
        if (i.posting) i.told_by_post_at = std::max(*i.posting, i.told_last_at.value_or(*i.posting));
        i.told_last_at = i.told_by_post_at.value_or(entry.at);
    }
    i.posting.reset();
    i.notice_run.told = e.told;
    i.notice_run.in_flight = e.in_flight;
    i.notice_run.unreachable = e.unreachable;
    i.notice_run.forecast_end = e.forecast_end;
    i.notice_run.pointed = e.pointed;
    i.notice_run.by_hand = e.by_hand;
    i.notice_run.impossible = e.impossible;
    if (e.subjects) i.notice_run.subjects = *e.subjects;
    i.groups = e.groups;
    i.told_by.clear();
    if (!e.subjects) i.told_by[i.notice_version] = e.told;  // written before versions were told apart
    for (const auto& [version, people] : e.told_by) i.told_by[std::atoi(version.c_str())] = people;
    i.notice_run.told_before = 0;
    for (const auto& [version, people] : i.told_by)
        if (version < i.notice_since) i.notice_run.told_before += people;
}

void FoldTelling::operator()(const NoticeRunDone& e) {
    i.notice_run.state = RunState::done;
    i.notice_run.told = e.told;
    i.notice_run.unreachable = e.unreachable;
    i.notice_run.in_flight = 0;
}

void FoldTelling::operator()(const PublicNoticeProposed& e) {
    if (e.awaits_second) {
        auto person = person_of(entry);
        i.public_notice_asked_by = person.empty() ? entry.actor : person;
        i.public_notice_asked_page = e.page_sha256;
        i.public_notice_asked_by_dpo = e.by_dpo;
    } else {
        i.public_notice_needed = true;
        i.public_notice.goes_up_at.reset();
        i.public_notice.withdrawn = false;
    }
    if (i.public_notice.state == PublicNoticeState::none) i.public_notice.state = PublicNoticeState::proposed;
    // While a second person is awaited, what stands stays explained as it is.
    if (!e.awaits_second || !i.public_notice.why) i.public_notice.why = Explanation{e.cause, e.note};
}

void FoldTelling::operator()(const PublicPageApproved& e) { i.page_approved = e.page_sha256; }

void FoldTelling::operator()(const PublicNoticeWithdrawn& e) {
    i.public_notice.withdrawn = !e.awaits_second;
    i.withdrawal_asked_by = e.awaits_second ? e.by : "";
    i.withdrawal_asked_by_dpo = e.awaits_second && e.by_dpo;
}

void FoldTelling::operator()(const PublicNoticeForeseen& e) {
    auto& goes_up_at = i.public_notice.goes_up_at;
    if (e.goes_up_at && !goes_up_at) i.public_notice_foreseen_at = entry.at;
    goes_up_at = e.goes_up_at;
}

void FoldTelling::operator()(const PublicNoticePublishing& e) {
    i.page_ordered = e.content_sha256;
    i.figures_ordered = e.figures;
    i.publishing = true;
    i.publish_ordered = true;
    i.publish_ordered_by = e.by;
    i.withdrawal_ordered = e.withdrawal;
    if (entry.actor != "system") i.publish_failures = 0;
    i.public_notice.why = Explanation{e.cause, e.note};
}

void FoldTelling::operator()(const PublicNoticePublished& e) {
    i.publishing = false;
    i.publish_ordered = false;
    i.publish_failed_at.reset();
    i.publish_failures = 0;
    i.page_published = i.page_ordered;
    i.figures_published = i.figures_ordered;
    auto& notice = i.public_notice;
    notice.state = PublicNoticeState::published;
    notice.url = e.url;
    notice.published_at = notice.published_at.value_or(e.published_at);
    notice.proof_sha256 = e.sha256;
    notice.updated_at = e.published_at;
    if (!e.withdrawal)
        notice.withdrawn_at.reset();
    else if (!notice.withdrawn_at)
        notice.withdrawn_at = e.published_at;
    ++notice.publications;
}

// What is up says nothing that we know: then the rule publishes what holds.
void FoldTelling::operator()(const PublicNoticeAstray&) { i.page_published.clear(); }

void FoldTelling::operator()(const ContentPagePublished& e) {
    i.content_page_url = e.url;
    i.content_page_version = e.version;
    for (auto& cover : i.covers)
        if (cover.version == e.version && cover.whole_text_at == kContentUrl) cover.whole_text_at = e.url;
}

void FoldTelling::operator()(const PublicNoticeFailed& e) {
    i.publishing = false;
    // Cut off by a stop, it did not fail: it is done again at once.
    bool cut_off = e.why.code == ReasonCode::stopped_while_publishing;
    i.publish_failed_at = cut_off ? std::nullopt : std::optional(entry.at);
    i.publish_failures += !cut_off;
    if (i.public_notice.state != PublicNoticeState::published) i.public_notice.state = PublicNoticeState::failed;
}

void FoldTelling::cover(const NoticeReleased& e) {
    NoticeCover out{e.version, e.duties, e.kinds, e.whole_text_at, e.sha256, e.by_kinds_sha256};
    if (e.since == 0) {
        for (const auto& kind : i.kinds) out.kinds.push_back(kind.kind);
        for (const auto& o : i.obligations)
            if (is_owed_to_subjects(o)) out.duties.push_back(o.id);
    }
    i.covers.push_back(std::move(out));
}

}  // namespace breachd
