// What the store's tests share: a scratch directory that goes away, a fixed master key, small values.
#pragma once

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "store/imports/import_tags.hpp"
#include "store/readers/reader.hpp"
#include "store/sql/connection.hpp"
#include "store/store.hpp"
#include "testkit/catch.hpp"
#include "testkit/process.hpp"
#include "testkit/store_probe.hpp"

namespace breachd::store {

using testkit::ScratchDirectory;

inline MasterKey master_key(char fill = 'm') { return MasterKey::of(std::string(32, fill)); }
inline StoreOptions options_in(const ScratchDirectory& scratch, std::string mode = "live") {
    return {scratch.path(), std::move(mode), "breachd.example.test"};
}
inline const Instant kNow = instant_from_ms(1'795'000'000'000);  // 2026-11-18
inline const std::string kIncident = "INC-2026-0001";

// One transaction.
template <class Work>
auto committed(Store& store, Work work) {
    store.begin();
    if constexpr (std::is_void_v<decltype(work())>) {
        work();
        store.commit();
    } else {
        auto out = work();
        store.commit();
        return out;
    }
}

// Runs `work` in a process of its own that ends the hard way, without destructors.
template <class Work>
void run_and_kill(Work work) {
    pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        work();
        ::raise(SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
}

inline std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Every byte that the store keeps, write-ahead logs included.
inline std::string all_bytes(const ScratchDirectory& scratch) {
    std::string out;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) out += file_bytes(entry.path());
    return out;
}

// Owns what a NewAlert only looks at.
struct SampleAlert {
    std::string source = "wazuh";
    Alert alert;
    std::string raw, incident, decision, why, reason;
    Instant received_at = kNow;

    operator NewAlert() const {
        return {source, alert, raw, received_at, incident, decision, why, reason, SenderProof::token};
    }
};

inline SampleAlert sample_alert(const std::string& external_id, const std::string& incident = "") {
    SampleAlert out;
    out.alert.external_id = external_id;
    out.alert.title = "Bulk read of table";
    out.alert.hosts = {"gps-db-1"};
    out.alert.users = {"svc-report"};
    out.raw = R"({"rule":{"id":"100200"},"agent":{"name":"gps-db-1"}})";
    out.incident = incident;
    out.decision = incident.empty() ? "kept" : "opened";
    out.why = incident.empty() ? "no_rule" : "opened_by_rule";
    out.reason = R"({"code":"joined_group","args":{"incident":"INC-2026-0001","rule":"exfiltration"}})";
    return out;
}

inline ImportRow sample_row(int number) {
    ImportRow row;
    std::string digits = std::to_string(number);
    row.subject.subject_ref = Pii<std::string>("ref-" + digits);
    row.subject.name = Pii<std::string>("Người Thử " + digits);
    set_address(row.subject.contacts, ContactKind::email, "thu" + digits + "@vidu.test");
    row.reach = bit(ContactKind::email);
    return row;
}

inline std::vector<ImportRow> sample_rows(int from, int to) {
    std::vector<ImportRow> out;
    for (int i = from; i < to; ++i) out.push_back(sample_row(i));
    return out;
}

// As whoever reads the list makes them.
inline ListedRows listed(Store& store, const std::vector<ImportRow>& rows, const std::string& incident = kIncident) {
    auto opener = store.vault().opener(incident);
    ListedRows out;
    for (const auto& row : rows) {
        auto text = serialise(row.subject), kinds = group_of(row.subject.kinds);
        out.add({subject_tag(*opener, row.subject, text), row.reach, row.destinations, kinds, text});
    }
    return out;
}

inline ImportCounts import_all(Store& store, const std::vector<ImportRow>& rows,
                               const std::string& incident = kIncident) {
    return committed(store, [&] {
        auto id = store.imports().begin(incident);
        store.imports().stage(id, incident, listed(store, rows, incident));
        return store.imports().finish(id, incident, kNow);
    });
}

inline DeliveryRow sample_delivery(std::int64_t subject, const std::string& channel = "email", int version = 1) {
    DeliveryRow row;
    row.incident = kIncident;
    row.subject = subject;
    row.channel = channel;
    row.version = version;
    row.key = kIncident + "-" + std::to_string(subject) + "-" + channel + "-v" + std::to_string(version);
    row.next_at = kNow;
    row.updated_at = kNow;
    return row;
}

}  // namespace breachd::store
