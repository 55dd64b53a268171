#include "core/words/refusal_words.hpp"

#include <fmt/format.h>

#include "core/words/reason_args.hpp"
#include "core/words/word_table.hpp"

namespace breachd::words {

namespace {

constexpr Word kCauses[] = {
    {"nothing_shown", "lời gọi không kèm mã truy cập, chữ ký hay chứng thư nào",
     "the call carried no token, signature or certificate"},
    {"address", "địa chỉ gửi không nằm trong allow", "its address is not in allow"},
    {"token_unknown", "mã truy cập không ai có: sai hoặc đã đổi", "nobody has this token: wrong, or replaced"},
    {"token_of_another", "mã truy cập là của nguồn hoặc người khác", "the token is another source's or a person's"},
    {"certificate", "chứng thư máy khách không đúng hoặc không có", "the client certificate is another, or missing"},
    {"header_missing", "thiếu tiêu đề chữ ký, mã tin hoặc thời điểm", "a header is missing: signature, id or time"},
    {"time_unreadable", "thời điểm ký không phải số giây", "the signed moment is no number of seconds"},
    {"too_old", "thời điểm ký đã cũ {} giây: kiểm tra đồng hồ bên gửi", "signed {} s ago: check the sender's clock"},
    {"ahead", "thời điểm ký đi trước giờ ở đây {} giây: kiểm tra đồng hồ hai bên",
     "signed {} s ahead of the time here: check both clocks"},
    {"signature_wrong", "chữ ký không khớp với khóa nào đang dùng",
     "the signature fits none of the secrets that are valid now"},
    {"state_wrong", "clientState không đúng", "clientState is wrong"},
    {"person_unknown", "người tiếp nhận không có trong cấu hình", "who acknowledges is not in the configuration"},
};

}  // namespace

std::string refusal(std::string_view cause, std::int64_t seconds, std::string_view language) {
    const auto* word = find_word(kCauses, cause);
    return word ? fmt::format(fmt::runtime(word->in(language)), seconds) : std::string(cause);
}

std::string calls_refused(const json::object& args, std::string_view language) {
    ReasonArgs in{args, language};
    const auto* seconds = in.arg("seconds");
    auto why =
        refusal(in.text("cause"), seconds && seconds->is_number() ? seconds->to_number<std::int64_t>() : 0, language);
    if (in.text("kind") == "hook")
        return in.say("mọi lời gọi của hook “{}” đều bị từ chối: {}", "every call of hook “{}” is refused: {}",
                      in.text("name"), why);
    return in.say("mọi lời gọi của nguồn “{}” đều bị từ chối: {}", "every call of source “{}” is refused: {}",
                  in.text("name"), why);
}

}  // namespace breachd::words
