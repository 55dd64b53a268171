#include "core/words/publishing_words.hpp"

namespace breachd::words {

std::string publishing(ReasonCode code, const ReasonArgs& args) {
    using Code = ReasonCode;
    switch (code) {
        case Code::no_publisher:
            return args.say("chưa cấu hình nơi đăng", "no publisher is configured");
        case Code::publisher_busy:
            return args.say("hàng đợi gửi đã đầy", "the delivery queue is full");
        case Code::page_not_made:
            return args.say("không dựng được trang", "the page could not be made");
        case Code::page_not_written:
            return args.say("không ghi được trang: {}", "the page could not be written: {}", args.text("words"));
        case Code::publisher_refused:
            return args.say("nơi đăng {} ({}) không nhận trang{}", "publisher {} ({}) did not take the page{}",
                            args.text("type"), args.text("place"), args.provider());
        case Code::page_not_served:
            return args.say("không đọc lại được trang tại {}{}", "the page cannot be read back at {}{}",
                            args.text("url"), args.provider());
        case Code::page_differs:
            return args.say("trang đọc lại tại {} khác với trang đã đăng",
                            "the page read back at {} differs from the one that was written", args.text("url"));
        case Code::stopped_while_publishing:
            return args.say("chương trình dừng giữa lúc đăng; việc đăng được làm lại",
                            "the program stopped while publishing; it is done again");
        default:
            return "";
    }
}

}  // namespace breachd::words
