#include "ingest/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "ingest/fields.hpp"
#include "ingest/mended.hpp"

namespace breachd::ingest {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view skip_blanks(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && is_blank(text[at])) ++at;
    return text.substr(at);
}

std::string_view trim_end(std::string_view text) {
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// Length of the string literal at the front; 0 when it does not end on its line.
std::size_t scan_string(std::string_view text) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1;
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '\n')
            return 0;
    }
    return 0;
}

// Behind a value that could not be read: the next line that starts an object, or the end.
std::size_t next_line_object(std::string_view text) {
    for (std::size_t at = text.find("\n{"); at != std::string_view::npos;) return at + 1;
    return text.size();
}

}  // namespace

std::string_view without_mark(std::string_view body) {
    return body.starts_with("\xef\xbb\xbf") ? body.substr(3) : body;
}

std::string_view scan_value(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '"') {
            auto length = scan_string(text.substr(at));
            if (length == 0) return {};
            if (depth == 0) return text.substr(0, at + length);
            at += length - 1;
        } else if (c == '{' || c == '[') {
            if (++depth > kJsonDepthMax) return {};
        } else if (c == '}' || c == ']') {
            if (depth == 0) return trim_end(text.substr(0, at));
            if (--depth == 0) return text.substr(0, at + 1);
        } else if (depth == 0 && (c == ',' || c == '\n')) {
            return trim_end(text.substr(0, at));
        }
    }
    return depth == 0 ? trim_end(text) : std::string_view{};
}

std::string_view scan_member(std::string_view object, std::string_view key) {
    std::string_view found;
    auto rest = skip_blanks(object);
    if (rest.empty() || rest.front() != '{') return {};
    rest.remove_prefix(1);
    while (true) {
        rest = skip_blanks(rest);
        if (rest.empty() || rest.front() != '"') return found;
        auto length = scan_string(rest);
        if (length == 0) return found;
        auto name = rest.substr(1, length - 2);
        rest = skip_blanks(rest.substr(length));
        if (rest.empty() || rest.front() != ':') return found;
        rest = skip_blanks(rest.substr(1));
        auto value = scan_value(rest);
        // A member whose value is cut off is still worth its elements.
        if (name == key) found = value.empty() ? rest : value;
        if (value.empty()) return found;
        rest = skip_blanks(rest.substr(value.size()));
        if (rest.empty() || rest.front() != ',') return found;
        rest.remove_prefix(1);
    }
}

std::vector<Piece> scan_array(std::string_view array) {
    std::vector<Piece> out;
    auto rest = skip_blanks(array);
    if (rest.empty() || rest.front() != '[') return out;
    rest = skip_blanks(rest.substr(1));
    while (!rest.empty() && rest.front() != ']' && out.size() <= kBatchMax) {
        auto value = scan_value(rest);
        auto behind = skip_blanks(rest.substr(value.size()));
        if (!value.empty() && !behind.empty() && (behind.front() == ',' || behind.front() == ']')) {
            out.push_back({value, true});
            rest = behind.front() == ',' ? skip_blanks(behind.substr(1)) : behind;
            continue;
        }
        auto end = next_line_object(rest.substr(value.size())) + value.size();
        out.push_back({trim_end(rest.substr(0, end)), !value.empty() && behind.empty()});
        rest = skip_blanks(rest.substr(end));
    }
    return out;
}

JsonReader::JsonReader() : memory_(values_, sizeof values_) {}

Result<const json::value*> JsonReader::read_front(std::string_view text, std::size_t& used) {
    auto value = parse_front(text, used);
    if (value) return value;
    auto document = used < text.size() ? scan_value(text) : std::string_view{};
    if (document.size() <= used) return value;
    mended_ = without_nan(document);
    if (mended_.empty()) return value;
    auto failed_at = used;
    if (auto mended = parse_front(mended_, used); mended && used == mended_.size()) return mended;
    used = failed_at;
    return value;
}

Result<const json::value*> JsonReader::parse_front(std::string_view text, std::size_t& used) {
    value_.reset();
    memory_.release();
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    options.allow_invalid_utf8 = true;
    json::parser parser(json::storage_ptr(), options, scratch_, sizeof scratch_);
    parser.reset(&memory_);
    json::error_code failed;
    used = parser.write_some(text.data(), text.size(), failed);
    if (failed) return Error{ErrorCode::invalid, "not valid JSON: " + failed.message(), fmt::format("byte {}", used)};
    value_.emplace(parser.release());
    return &*value_;
}

Result<const json::value*> JsonReader::read(std::string_view text, std::string_view place) {
    std::size_t used = 0;
    auto value = read_front(text, used);
    auto rest = value ? skip_blanks(text.substr(used)) : std::string_view{};
    if (value && rest.empty()) return value;
    Error error =
        value ? Error{ErrorCode::invalid, "text after the JSON value", fmt::format("byte {}", used)} : value.error();
    if (!place.empty()) error.where = fmt::format("{} {}", place, error.where);
    return error;
}

std::string Element::where() const {
    if (!key.empty()) return fmt::format("/{}/{}", key, index);
    return single ? std::string() : fmt::format("/{}", index);
}

namespace {

// The walk over one body: counts, sets aside, hands over.
class Walk {
  public:
    Walk(std::initializer_list<std::string_view> envelopes, const Take& take) : envelopes_(envelopes), take_(take) {}

    Result<Parsed> run(std::string_view body) {
        auto text = skip_blanks(without_mark(body));
        if (text.empty()) return Error{ErrorCode::invalid, "the body is empty", "byte 0"};
        if (text.front() == '[') {
            auto whole = scan_value(text);
            array(whole.empty() ? text : whole, "", "");
            text = whole.empty() ? std::string_view{} : skip_blanks(text.substr(whole.size()));
        }
        stream(body, text);
        if (count_ > kBatchMax)
            return Error{ErrorCode::too_large, fmt::format("more than {} alerts in one body", kBatchMax), ""};
        if (out_.items.empty() && taken_ == 0 && !out_.rejected.empty()) return out_.rejected.front().error;
        return std::move(out_);
    }

  private:
    // A document that somebody encoded twice: a text that holds JSON; "" for anything else.
    static std::string quoted_document(const json::value& value) {
        auto text = trim(text_view(&value));
        return text.starts_with('{') || text.starts_with('[') ? std::string(text) : std::string();
    }

    void quoted_element(const std::string& inner, const Element& outer) {
        JsonReader reader;
        auto meant = reader.read(inner);
        bool object = meant && (*meant)->is_object();
        hand_over({object ? **meant : outer.value, outer.raw, outer.envelope, outer.key, outer.index, outer.single});
    }

    // Objects behind each other, with blanks or nothing between them.
    void stream(std::string_view body, std::string_view text) {
        const char* start = body.data();
        while (!text.empty() && count_ <= kBatchMax) {
            std::size_t used = 0;
            auto value = reader_.read_front(text, used);
            auto behind = value ? skip_blanks(text.substr(used)) : std::string_view{};
            bool first = count_ == 0 && out_.rejected.empty();
            if (value) {
                auto raw = trim_end(text.substr(0, used));
                document(**value, raw, first && behind.empty() ? body : raw, first && behind.empty());
                text = behind;
                continue;
            }
            auto raw = scan_value(text);
            if (!broken_document(raw.empty() ? text : raw, first)) {
                auto length = raw.empty() || raw.size() <= used ? next_line_object(text) : raw.size();
                auto place = fmt::format("byte {}", static_cast<std::size_t>(text.data() - start) + used);
                set_aside(trim_end(text.substr(0, length)), {value.error().code, value.error().message, place});
                text = skip_blanks(text.substr(length));
            } else {
                text = raw.empty() ? std::string_view{} : skip_blanks(text.substr(raw.size()));
            }
        }
    }

    void document(const json::value& value, std::string_view raw, std::string_view kept, bool single) {
        if (auto inner = quoted_document(value); !inner.empty()) {
            JsonReader reader;
            if (auto meant = reader.read(inner); meant && !(*meant)->is_string()) {
                if (take_envelope(**meant, inner, "")) return;
                if ((*meant)->is_array()) return array(inner, "", "");
                return hand_over({**meant, kept, "", "", count_, single});
            }
        }
        if (take_envelope(value, raw, "")) return;
        if (value.is_array()) return array(raw, "", "");
        hand_over({value, kept, "", "", count_, single});
    }

    // `outer` is where the object lies; false when it is no envelope.
    bool take_envelope(const json::value& value, std::string_view raw, const std::string& outer) {
        const auto* object = object_of(&value);
        if (object == nullptr) return false;
        for (std::string_view key : envelopes_)
            if (const auto* items = array_of(find(*object, key))) {
                auto pieces = scan_array(scan_member(raw, key));
                return envelope(*items, pieces, raw, outer + std::string(key)), true;
            }
        return false;
    }

    // The elements are parsed already; their bytes come from the scan, which agrees on any valid document.
    void envelope(const json::array& items, const std::vector<Piece>& pieces, std::string_view raw,
                  std::string_view key) {
        for (std::size_t i = 0; i < items.size() && count_ <= kBatchMax; ++i) {
            std::string written;
            if (pieces.size() != items.size()) written = json::serialize(items[i]);
            hand_over({items[i], written.empty() ? pieces[i].raw : written, raw, key, i, false});
        }
        taken_ += items.empty();
    }

    // A document that does not parse as a whole: the elements of an envelope may still do one by one.
    bool broken_document(std::string_view raw, bool first) {
        if (!first) return false;
        for (std::string_view key : envelopes_) {
            auto member = scan_member(raw, key);
            if (member.empty() || member.front() != '[') continue;
            array(member, raw, key);
            return true;
        }
        return false;
    }

    void array(std::string_view text, std::string_view envelope, std::string_view key) {
        auto pieces = scan_array(text);
        for (std::size_t i = 0; i < pieces.size() && count_ <= kBatchMax; ++i) {
            auto place = key.empty() ? fmt::format("/{}", i) : fmt::format("/{}/{}", key, i);
            if (!pieces[i].whole) {
                set_aside(pieces[i].raw, {ErrorCode::invalid, "the array's element is cut off, or too deep", place});
                continue;
            }
            auto value = reader_.read(pieces[i].raw, place);
            if (!value)
                set_aside(pieces[i].raw, value.error());
            else if (auto inner = quoted_document(**value); !inner.empty())
                quoted_element(inner, {**value, pieces[i].raw, envelope, key, i, false});
            else if (!key.empty() || !take_envelope(**value, pieces[i].raw, fmt::format("{}/", i)))
                hand_over({**value, pieces[i].raw, envelope, key, i, false});
        }
        taken_ += pieces.empty();
    }

    void hand_over(const Element& element) {
        ++count_;
        auto taken = take_(element, out_);
        if (taken)
            ++taken_;
        else
            out_.rejected.push_back({std::string(element.raw), taken.error()});
    }

    void set_aside(std::string_view raw, Error error) {
        ++count_;
        out_.rejected.push_back({std::string(raw), std::move(error)});
    }

    std::initializer_list<std::string_view> envelopes_;
    const Take& take_;
    JsonReader reader_;
    Parsed out_;
    std::size_t count_ = 0;  // elements seen
    std::size_t taken_ = 0;  // of them, understood (also those that are no alerts)
};

}  // namespace

Result<Parsed> for_each_element(std::string_view body, std::initializer_list<std::string_view> envelopes,
                                const Take& take) {
    auto plain = without_html(body);
    if (plain.empty()) return Walk(envelopes, take).run(body);
    auto parsed = Walk(envelopes, take).run(plain);
    if (parsed && parsed->items.size() == 1 && parsed->rejected.empty()) {
        auto& only = parsed->items.front();
        if (only.element.empty()) only.element = std::move(only.raw);
        only.raw = std::string(body);
    }
    return parsed;
}

void take_item(const Element& element, std::optional<Alert> alert, Parsed& out) {
    if (!alert) return (void)++out.not_alerts;
    if (alert->external_id.empty()) give_key(*alert, json::serialize(element.value));
    out.items.push_back({std::move(*alert), std::string(element.raw)});
}

}  // namespace breachd::ingest
