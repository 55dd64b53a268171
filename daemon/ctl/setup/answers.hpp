// The six answers that a first configuration is made of. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace breachd::ctl {

struct SetupPerson {
    std::string id;  // of the token and of the pages: the local part of the e-mail address
    std::string name, email, phone;
};

struct SetupAnswers {
    std::string organisation;
    SetupPerson officer;
    std::vector<SetupPerson> on_call;  // in the order in which they take turns
    std::string relay, sender;         // "" : no relay yet, messages go into files
    std::string public_url;            // "" : this machine only
    std::string format;                // of the first source of alerts
};

inline constexpr int kSetupQuestions = 6;
std::string_view setup_question(int number);  // 0 to 5, Vietnamese and English
// Takes the answer to one question; the error says what it lacks.
Result<void> take_setup_answer(SetupAnswers& answers, int number, std::string_view line);

// breachd.yaml of these answers, for files that stand in `directory` and data in `data`.
std::string setup_configuration(const SetupAnswers& answers, const std::string& directory, const std::string& data);
// Names of the tokens, which the configuration reads from tokens/NAME.token.
std::vector<std::string> setup_tokens(const SetupAnswers& answers);

}  // namespace breachd::ctl
