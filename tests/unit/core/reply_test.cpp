#include "core/telling/reply.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

TEST_CASE("what a reply wants is read from its first words, with marks or without, in doubt a person reads it") {
    struct Case {
        const char* text;
        ReplyKind kind;
    };
    for (const auto& [text, kind] : {Case{"STOP", ReplyKind::no_more},
                                     {"stop.", ReplyKind::no_more},
                                     {"HỦY", ReplyKind::no_more},
                                     {"huy dang ky", ReplyKind::no_more},
                                     {"Huỷ giúp tôi", ReplyKind::no_more},
                                     {"huy!", ReplyKind::no_more},
                                     {"Huy đã nhận được thông báo, cảm ơn", ReplyKind::other},
                                     {"Why did you not message me earlier?", ReplyKind::question},
                                     {"I am not mentioned anywhere", ReplyKind::other},
                                     {"It is not me.", ReplyKind::wrong_person},
                                     {"Huyện Đông Anh gửi giấy tờ ở đâu", ReplyKind::other},
                                     {"\n\nXin đừng gửi nữa", ReplyKind::no_more},
                                     {"Không phải tôi", ReplyKind::wrong_person},
                                     {"Anh ơi đây khong phai toi", ReplyKind::wrong_person},
                                     {"Not me!", ReplyKind::wrong_person},
                                     {"Tôi muốn khiếu nại", ReplyKind::complaint},
                                     {"Dữ liệu nào của tôi bị lộ?", ReplyKind::question},
                                     {"Cảm ơn", ReplyKind::other},
                                     {"stopwatch", ReplyKind::other},
                                     {"", ReplyKind::other}}) {
        INFO(text);
        CHECK(reply_kind_of(text) == kind);
    }
}

TEST_CASE("of a mail only the sender's own words are kept, and never more than 4000 bytes") {
    CHECK(own_words("Không phải tôi\r\n\r\nVào 12:00, Công ty <a@b.test> đã viết:\r\n> Kính gửi\r\n") ==
          "Không phải tôi");
    CHECK(own_words("> cũ\nmới\n-- \nchữ ký") == "mới");
    CHECK(own_words("On Monday, x@y.test wrote:\nold") == "");
    CHECK(own_words("On Monday, x@y.test wrote:\n\n> old\n> older\n\nKhông phải tôi") == "Không phải tôi");
    CHECK(own_words("Tôi hỏi\n\nTừ: Công ty <a@b.test>\nĐã gửi: Thứ Hai\nKính gửi") == "Tôi hỏi");
    CHECK(own_words("From: nobody\nwas it sent?") == "From: nobody\nwas it sent?");
    CHECK(own_words(std::string(10'000, 'a')).size() == kReplyBytesMax);
    CHECK(own_words("a\xff\x01 b").find('\x01') == std::string::npos);
}
