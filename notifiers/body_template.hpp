// The body of a request to a gateway, as its operator writes it: JSON or a form, with named fields in braces. A value
// is put in after the template was taken apart, and is escaped for its kind: no text of a letter can add a member.
//
//   {contact}         the contact as it is kept: +84901000003
//   {contact_84}      84901000003            {contact_0}      0901000003, of numbers in Vietnam
//   {text}            what the channel sends: the short text or the whole one
//   {text_unmarked}   the same in plain letters, which take half the room in a text message
//   {name}            of the person; "Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An" where the data are a child's
//   {code}            by which the answer desk finds the person
//   {title}           the subject            {id}      the message's key: the same for the same message
//   {secret}          the channel's `secret`
//
// In JSON a field stands within a text. A form is name=value&name=value; what is written there is encoded when it is
// sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "notifiers/keys.hpp"

namespace breachd {

inline constexpr std::size_t kTemplateBytesMax = 16 * 1024;

// Names of the fields and their values.
using TemplateFields = Pairs;

class BodyTemplate {
  public:
    enum class Kind { json, form };

    BodyTemplate() = default;
    // The error says what is wrong with the template.
    static Result<BodyTemplate> parse(Kind kind, const std::string& text);

    std::string fill(const TemplateFields& fields) const;
    bool uses(std::string_view field) const;
    std::string content_type() const;

  private:
    Kind kind_ = Kind::json;
    json::value json_;
    Pairs form_;
    std::vector<std::string> used_;
};

// Puts the fields into a text as they are. The names of those that it uses are added to `used`.
std::string fill_text(std::string_view text, const TemplateFields& fields);
// The error names a field that there is not.
Result<void> find_fields(std::string_view text, std::vector<std::string>& used);

}  // namespace breachd
