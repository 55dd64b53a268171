// One function a section of breachd.yaml. Each takes the root mapping and fills its part; references to other sections
// are checked against what is already in `out`, so the order in config.cpp matters. Inner header of daemon/config.
#pragma once

#include "config/config.hpp"
#include "config/files.hpp"

namespace breachd::config {

// sections_daemon.cpp
void read_mode(Map& root, const Context& context, LoadedConfig& out);
void read_organisation(Map& root, const Context& context, LoadedConfig& out);
void read_holidays(Map& law, Settings& settings);
void read_server(Map& root, const Context& context, LoadedConfig& out);
void read_storage_and_keys(Map& root, const Context& context, LoadedConfig& out);
void read_log(Map& root, const Context& context, LoadedConfig& out);
// sections_sign_in.cpp (after the server)
void read_sign_in(Map& root, const Context& context, LoadedConfig& out);
void warn_of_unowned_tokens(Map& root, const LoadedConfig& out);  // after the tokens
// sections_access.cpp (tokens after the people)
void read_access(Map& root, const Context& context, LoadedConfig& out);
void read_hooks(Map& root, const Context& context, LoadedConfig& out);
void check_tokens_differ(Map& root, const LoadedConfig& out);
void tell_nobody_by_files(Map& root, LoadedConfig& out);  // after channels and notice
void check_receipts(Map& root, const LoadedConfig& out);  // after channels and hooks
Digest token_digest(Map& map, const Context& context, const std::string& name = "token");
// `secret` and `previous_secret`, or their files; the present one first. `base64`: what follows whsec_ is the key in
// base64.
std::vector<std::string> signing_secrets(Map& map, const Context& context, bool base64);
// A list of addresses, networks and the word unix; `empty_list` is said of one that names nobody.
void read_peers(Map& map, std::string_view key, std::string_view empty_list, std::vector<Network>& networks,
                bool& unix_socket);
// sections_sources.cpp (after the server)
void read_sources(Map& root, const Context& context, LoadedConfig& out);
// sections_syslog.cpp (after the sources)
void read_syslog(Map& root, const Context& context, LoadedConfig& out);
// sections_bounces.cpp
void read_bounces(Map& root, const Context& context, LoadedConfig& out);
// sections_lists.cpp
void read_lists(Map& root, const Context& context, LoadedConfig& out);
// Whether some syslog listener names the source: before read_syslog(), of the section as it is written.
bool named_by_syslog(Map& root, std::string_view source);
// sections_triage.cpp (after the editions and playbooks)
void read_assets(Map& root, const Context& context, LoadedConfig& out);
void read_triage(Map& root, const Context& context, LoadedConfig& out);
// sections_people.cpp (after the channels)
void read_people(Map& root, const Context& context, LoadedConfig& out);
void read_on_call(Map& root, const Context& context, LoadedConfig& out);
void warn_of_paging_gaps(Map& root, const LoadedConfig& out);
// sections_channels.cpp
void read_channels(Map& root, const Context& context, LoadedConfig& out);
void read_notice(Map& root, const Context& context, LoadedConfig& out);
void read_public_notice(Map& root, const Context& context, LoadedConfig& out);

// Small checks that several sections share.
void check_email(Map& map, std::string_view key, const std::string& text);
// scheme://host...; no blanks, no credentials in it.
void check_url(Map& map, std::string_view key, const std::string& text,
               std::initializer_list<std::string_view> schemes);
// scheme://localhost, 127.…, [::1].
bool is_url_of_this_machine(std::string_view url);
// A required name of the plain form, given once among `seen`.
void need_name(Map& map, std::string_view key, std::string& out, std::vector<std::string>& seen);
// The same for names that only people read (assets, rules, rosters): any printable text of at most 128 bytes.
void need_label(Map& map, std::string_view key, std::string& out, std::vector<std::string>& seen);
// "127.0.0.1:8472", "[::1]:8472", "localhost:0". `or_else`: a further form that its error offers.
void read_address(const Value& value, std::string& out, std::string_view or_else = "");
// certificate_file and key_file, both needed, and client_ca_file.
Tls read_tls_files(Map& map, const Context& context);
// Editions that can come to apply under law.edition, the newest first: an error names the law of today.
std::vector<const Edition*> usable_editions(const Settings& settings);

}  // namespace breachd::config
