// One YAML file being read strictly. Problems are collected with their line and column, never thrown; whoever reads a
// value that is absent or wrong keeps the default and goes on, so that one run names every mistake of a file.
//
// Inner header of daemon/config: the only one that sees yaml-cpp.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_words.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "settings/law.hpp"

namespace breachd::config {

struct Place {
    int line = 0;  // from 1; 0: the whole file
    int column = 0;
};

class Document {
  public:
    explicit Document(std::string file) : file_(std::move(file)) {}
    void error(Place place, std::string message);
    void warning(Place place, std::string message);
    const std::string& file() const { return file_; }
    // In the order of the file.
    std::vector<Error> errors() const;
    std::vector<Error> warnings() const;
    bool clean() const { return errors_.empty(); }

    // A secret that is written in the file itself; config/kept_files.hpp masks it. `after`: bytes of the value at that
    // place that stand before the secret, and are none.
    struct Secret {
        Place place;
        std::string text;
        std::size_t after = 0;
    };
    void hide(Place place, std::string text, std::size_t after = 0) {
        secrets_.push_back({place, std::move(text), after});
    }
    const std::vector<Secret>& secrets() const { return secrets_; }

  private:
    struct Problem {
        Place place;
        std::string message;
    };
    std::vector<Error> sorted(std::vector<Problem> problems) const;

    std::string file_;
    std::vector<Problem> errors_, warnings_;
    std::vector<Secret> secrets_;
};

// A value with its place. Cheap to copy; the Document must outlive it.
class Value {
  public:
    Value(YAML::Node yaml, Document& document) : yaml_(std::move(yaml)), document_(&document) {}
    Place place() const;
    bool is_map() const { return yaml_.IsMap(); }
    bool is_list() const { return yaml_.IsSequence(); }
    bool is_scalar() const { return yaml_.IsScalar(); }
    bool is_null() const { return yaml_.IsNull(); }
    const YAML::Node& yaml() const { return yaml_; }
    Document& document() const { return *document_; }

    void error(std::string message) const { document_->error(place(), std::move(message)); }
    void warning(std::string message) const { document_->warning(place(), std::move(message)); }

    // Each reports its own error and gives nothing then.
    std::optional<std::string> text() const;  // a non-empty scalar, as written
    std::optional<std::int64_t> integer(std::int64_t least, std::int64_t most) const;
    std::optional<double> number(double least, double most) const;
    std::optional<bool> boolean() const;
    std::vector<Value> items() const;  // of a list

  private:
    YAML::Node yaml_;
    Document* document_;
};

// A mapping. Keys that nobody asked for are unknown: the destructor reports them, with the nearest key that was asked
// for. Duplicate keys are reported at construction and the first one counts.
class Map {
  public:
    explicit Map(const Value& value);
    ~Map();
    Map(const Map&) = delete;
    Map& operator=(const Map&) = delete;

    bool ok() const { return ok_; }  // false: it is not a mapping (reported)
    Value self() const { return value_; }
    std::vector<std::pair<std::string, Value>> entries();  // free-form keys: all count as asked for
    std::optional<Value> find(std::string_view key);       // null counts as absent, with an error
    std::optional<Value> need(std::string_view key);
    bool has(std::string_view key) const;
    void error(std::string message) const { value_.error(std::move(message)); }

    // Readers leave `out` as it was when the key is absent or its value is wrong.
    void text(std::string_view key, std::string& out);
    void need_text(std::string_view key, std::string& out);
    void boolean(std::string_view key, bool& out);
    template <class Integer>
    void integer(std::string_view key, Integer& out, std::int64_t least, std::int64_t most) {
        if (auto value = find(key))
            if (auto number = value->integer(least, most)) out = static_cast<Integer>(*number);
    }
    void duration(std::string_view key, Duration& out, Duration least, Duration most);
    void duration(std::string_view key, std::optional<Duration>& out, Duration least, Duration most);
    void instant(std::string_view key, Instant& out);
    void instant(std::string_view key, std::optional<Instant>& out);
    void size(std::string_view key, std::size_t& out, std::size_t least, std::size_t most);  // "1MiB"
    void rate(std::string_view key, double& per_second);                                     // "200/s"
    void choice(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) {
        choice(key, out, std::vector<std::string>(words.begin(), words.end()));
    }
    void choice(std::string_view key, std::string& out, const std::vector<std::string>& words);
    // A described enum by its words.
    template <class Enum>
    void choice(std::string_view key, Enum& out) {
        if (auto word = choice_of(key, enum_words<Enum>())) enum_from_word(*word, out);
    }
    void texts(std::string_view key, std::vector<std::string>& out);
    void bilingual(std::string_view key, Bilingual& out);  // required: {vi, en}
    // A list of mappings (empty when absent).
    std::vector<Value> list(std::string_view key);

  private:
    std::optional<std::string> choice_of(std::string_view key, const std::vector<std::string>& words);

    struct Entry {
        std::string key;
        Place place;
        YAML::Node value;
        bool asked = false;
    };
    Value value_;
    bool ok_ = false;
    std::vector<Entry> entries_;
    std::vector<std::string> known_;
};

inline constexpr std::size_t kFileBytesMax = 4 * 1024 * 1024;

// Parses one document; gives nothing (and reports) when it is no YAML or holds more than one document.
std::optional<Value> parse(const std::string& bytes, Document& document);

// ` (did you mean "severity"?)` or "".
std::string suggestion(std::string_view word, const std::vector<std::string>& known);
// "an unknown x: ... (did you mean ...?)" for a reference that leads nowhere.
void unknown_reference(const Value& value, std::string_view what, std::string_view word,
                       const std::vector<std::string>& known);

// Names that appear in URLs, metrics and logs: letters, digits, . _ - ; at most 64 bytes.
bool is_plain_name(std::string_view text);

}  // namespace breachd::config
