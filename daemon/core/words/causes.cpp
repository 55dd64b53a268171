#include "core/words/causes.hpp"

namespace breachd::words {

namespace {

struct Sentence {
    const char *vi, *en;
};

Sentence sentence_of(Cause cause) {
    switch (cause) {  // without a default: the compiler finds a cause that has no words
        case Cause::none:
            return {"", ""};
        case Cause::address_unknown:
            return {"địa chỉ không tồn tại", "the address does not exist"};
        case Cause::address_malformed:
            return {"địa chỉ không hợp lệ", "the address is not valid"};
        case Cause::mailbox_full:
            return {"hộp thư đầy", "the mailbox is full"};
        case Cause::mailbox_off:
            return {"hộp thư không nhận thư", "the mailbox takes no mail"};
        case Cause::blocked:
            return {"bị chặn theo chính sách của bên nhận", "blocked by the receiver's policy"};
        case Cause::content_refused:
            return {"nội dung bị từ chối", "the content was refused"};
        case Cause::too_large:
            return {"tin quá lớn", "the message is too large"};
        case Cause::refused:
            return {"bị từ chối, không rõ lý do", "refused, for no known reason"};
        case Cause::said_duplicate:
            return {"bên nhận báo đã có tin này, dù đây là lần gửi đầu",
                    "called a repeat, though it was sent for the first time"};
        case Cause::came_back:
            return {"bị trả lại sau khi đã nhận", "came back after it was accepted"};
        case Cause::temporary:
            return {"tạm thời chưa nhận", "not accepted for now"};
        case Cause::too_fast:
            return {"gửi quá nhanh, phải chờ", "too much at once, to be sent later"};
        case Cause::no_route:
            return {"không tới được máy chủ của người nhận", "the recipient's own server cannot be reached"};
        case Cause::sign_in_refused:
            return {"nhà cung cấp không chấp nhận thông tin đăng nhập", "the provider refused our credentials"};
        case Cause::sender_refused:
            return {"nhà cung cấp không chấp nhận người gửi", "the provider refused the sender"};
        case Cause::wrong_endpoint:
            return {"địa chỉ của kênh không đúng", "the channel's URL is not one that takes messages"};
        case Cause::service_down:
            return {"nhà cung cấp đang ngừng phục vụ", "the provider is out of service"};
        case Cause::service_refused:
            return {"nhà cung cấp từ chối tài khoản hoặc cấu hình của kênh",
                    "the provider refuses the channel's account or configuration"};
        case Cause::no_balance:
            return {"tài khoản tại nhà cung cấp đã hết tiền", "the account at the provider has no money left"};
        case Cause::quota_used:
            return {"đã dùng hết hạn mức của nhà cung cấp", "the provider's quota is used up"};
        case Cause::template_refused:
            return {"nội dung không khớp mẫu đã đăng ký với nhà cung cấp",
                    "the text is not one that is registered with the provider"};
        case Cause::name_not_found:
            return {"không tìm thấy tên máy chủ", "the host name was not found"};
        case Cause::not_connected:
            return {"không kết nối được", "no connection"};
        case Cause::tls_failed:
            return {"không lập được kết nối TLS, hoặc chứng thư không đúng", "TLS failed, or the certificate is wrong"};
        case Cause::host_key_wrong:
            return {"khoá SSH của máy chủ không phải khoá đã khai", "the host's SSH key is not the configured one"};
        case Cause::timed_out:
            return {"hết thời gian chờ", "timed out"};
        case Cause::connection_lost:
            return {"mất kết nối", "the connection was lost"};
        case Cause::answer_unclear:
            return {"câu trả lời không nói rõ đã nhận hay chưa", "the answer does not say that the message was taken"};
        case Cause::answer_early:
            return {"câu trả lời đến trước khi tin được gửi xong", "the answer came before the message was there"};
        case Cause::given_up:
            return {"bỏ qua để kênh sau còn kịp thời gian", "given up so that the next channel still has time"};
        case Cause::other_channel:
            return {"đã chuyển sang kênh khác", "another channel has the person"};
        case Cause::no_receipt:
            return {"kênh đã nhận nhưng không hề báo là đã tới", "taken, and never said to have arrived"};
        case Cause::channel_gone:
            return {"kênh không còn trong cấu hình", "the channel is not configured any more"};
        case Cause::stopped:
            return {"đã gửi trước khi chương trình dừng, không có hồi âm", "sent before a stop; nothing was heard"};
        case Cause::not_begun:
            return {"chưa gửi", "not sent"};
        case Cause::unopened:
            return {"không mở được dữ liệu của người nhận", "the recipient's data cannot be opened"};
        case Cause::file_not_written:
            return {"không ghi được tệp", "the file could not be written"};
    }
    return {"", ""};
}

}  // namespace

std::string cause(Cause cause, std::string_view language) {
    auto sentence = sentence_of(cause);
    return language == "en" ? sentence.en : sentence.vi;
}

}  // namespace breachd::words
