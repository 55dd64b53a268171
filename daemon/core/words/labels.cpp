#include "core/words/labels.hpp"

#include <iterator>

namespace breachd::words {

namespace {

constexpr StateRow kStates[] = {
    {"incident", {"open", "mới mở", "open"}},
    {"incident", {"acknowledged", "đã tiếp nhận", "acknowledged"}},
    {"incident", {"confirmed", "đã xác nhận", "confirmed"}},
    {"incident", {"remedied", "đã khắc phục", "remedied"}},
    {"incident", {"closed", "đã đóng", "closed"}},
    {"incident", {"dismissed", "đã loại bỏ", "dismissed"}},
    {"incident", {"purged", "đã xóa", "purged"}},
    {"obligation", {"running", "đang chạy", "running"}},
    {"obligation", {"overdue", "QUÁ HẠN", "OVERDUE"}},
    {"obligation", {"met", "xong", "met"}},
    {"obligation", {"met_late", "xong, quá hạn", "met late"}},
    {"obligation", {"not_applicable", "không áp dụng", "not applicable"}},
    {"public_notice", {"none", "chưa có", "none"}},
    {"public_notice", {"proposed", "đề nghị đăng", "proposed"}},
    {"public_notice", {"published", "đã đăng", "published"}},
    {"public_notice", {"failed", "không được", "failed"}},
    {"run", {"none", "chưa gửi", "not begun"}},
    {"run", {"running", "đang gửi", "running"}},
    {"run", {"paused", "tạm dừng", "paused"}},
    {"run", {"done", "đã gửi xong", "done"}},
    {"run", {"stopped", "đã dừng hẳn", "stopped for good"}},
    {"subject", {"pending", "chờ gửi", "waiting"}},
    {"subject", {"told", "đã báo", "told"}},
    {"subject", {"pointed", "chỉ nhận tin ngắn", "got a short text only"}},
    {"subject", {"unreachable", "không liên hệ được", "cannot be reached"}},
    {"subject", {"impossible", "không thể báo riêng", "cannot be told individually"}},
    {"subject", {"in_flight", "đang gửi", "on the way"}},
    {"subject", {"told_by_hand", "đã báo trực tiếp", "told by a person"}},
    {"subject", {"by_hand", "đã báo trực tiếp", "told by a person"}},
    {"subject", {"removed", "đã bỏ khỏi danh sách", "removed from the list"}},
    {"delivery", {"queued", "chờ gửi", "queued"}},
    {"delivery", {"sending", "đang gửi", "being sent"}},
    {"delivery", {"retrying", "sẽ gửi lại", "to be tried again"}},
    {"delivery", {"accepted", "kênh đã nhận", "accepted by the channel"}},
    {"delivery", {"delivered", "đã tới nơi", "delivered"}},
    {"delivery", {"rejected", "bị từ chối", "rejected"}},
    {"delivery", {"failed", "không gửi được", "failed"}},
    {"delivery", {"unknown", "chưa rõ", "outcome unknown"}},
    {"delivery", {"cancelled", "đã hủy", "cancelled"}},
    {"delivery", {"handed_over", "đã chuyển sang kênh khác", "handed to another channel"}},
    {"page", {"queued", "chờ gọi", "queued"}},
    {"page", {"sending", "đang gọi", "being sent"}},
    {"page", {"retrying", "sẽ gọi lại", "to be tried again"}},
    {"page", {"accepted", "kênh đã nhận", "accepted by the channel"}},
    {"page", {"delivered", "đã tới nơi", "delivered"}},
    {"page", {"failed", "không gọi được", "failed"}},
    {"page", {"unknown", "chưa rõ", "outcome unknown"}},
    {"page", {"cancelled", "không cần nữa", "no longer needed"}},
    {"task", {"open", "chưa làm", "to do"}},
    {"task", {"done", "đã làm", "done"}},
    {"task", {"overdue", "quá hạn", "overdue"}},
    {"decision", {"none", "chưa ai đề nghị", "none"}},
    {"decision", {"proposed", "chờ người thứ hai", "waits for a second person"}},
    {"decision", {"confirmed", "hai người đã quyết định", "decided by two people"}},
    {"field", {"known", "đã rõ", "known"}},
    {"field", {"unknown", "chưa rõ", "not known yet"}},
    {"field", {"estimated", "ước tính", "estimated"}},
    {"field", {"not_applicable", "không áp dụng", "not applicable"}},
};

constexpr Word kEntryKinds[] = {
    {"incident_opened", "mở sự cố", "incident opened"},
    {"alerts_joined", "thêm cảnh báo", "alerts joined"},
    {"alerts_updated", "cảnh báo có tin mới", "alerts updated"},
    {"fact_changed", "thay đổi dữ kiện", "fact changed"},
    {"acknowledged", "tiếp nhận", "acknowledged"},
    {"confirmed", "xác nhận vi phạm", "breach confirmed"},
    {"dismissed", "loại bỏ", "dismissed"},
    {"remedied", "khắc phục xong", "remedied"},
    {"closed", "đóng hồ sơ", "closed"},
    {"hold_set", "giữ hồ sơ", "legal hold"},
    {"inspection_announced", "thông báo kiểm tra", "inspection announced"},
    {"edition_changed", "đổi văn bản áp dụng", "edition of the law changed"},
    {"obligation_started", "phát sinh nghĩa vụ", "duty started"},
    {"obligation_moved", "dời thời hạn", "deadline moved"},
    {"obligation_overdue", "quá hạn", "duty overdue"},
    {"obligation_met", "hoàn thành nghĩa vụ", "duty met"},
    {"obligation_reopened", "nghĩa vụ phải làm lại", "duty owed again"},
    {"obligation_not_applicable", "nghĩa vụ không áp dụng", "duty not applicable"},
    {"reminder_sent", "nhắc hạn", "reminder"},
    {"escalation_started", "bắt đầu gọi người trực", "calls began"},
    {"escalation_step", "gọi nấc tiếp theo", "next step of the calls"},
    {"escalation_exhausted", "đã gọi hết mọi nấc", "calls exhausted"},
    {"paged", "gọi người trực", "page"},
    {"page_outcome", "kết quả cuộc gọi", "outcome of a page"},
    {"task_started", "việc phải làm", "task"},
    {"task_done", "việc đã xong", "task done"},
    {"task_overdue", "việc quá hạn", "task overdue"},
    {"subjects_imported", "nhập danh sách chủ thể", "list of people imported"},
    {"notice_edited", "sửa thông báo", "notice edited"},
    {"notice_released", "phát hành thông báo", "notice released"},
    {"notice_paused", "tạm dừng gửi", "sending paused"},
    {"notice_resumed", "gửi tiếp", "sending resumed"},
    {"deliveries_recorded", "tiến độ gửi", "progress of sending"},
    {"notice_run_done", "gửi xong", "sending done"},
    {"public_notice_proposed", "đề nghị thông báo công khai", "public notice proposed"},
    {"public_notice_publishing", "đang đăng thông báo công khai", "public notice going up"},
    {"public_notice_published", "đã đăng thông báo công khai", "public notice published"},
    {"public_notice_failed", "chưa đăng được thông báo công khai", "public notice failed"},
    {"report_filed", "nộp báo cáo", "report filed"},
    {"dismissal_proposed", "đề nghị loại bỏ", "dismissal proposed"},
    {"dismissal_unconfirmed", "chưa ai xác nhận loại bỏ", "dismissal not confirmed"},
    {"proposal_withdrawn", "rút đề nghị", "proposal withdrawn"},
    {"duplicate_merged", "gộp hồ sơ trùng", "duplicate merged"},
    {"reopened", "mở lại", "reopened"},
    {"notice_approved", "duyệt thông báo", "notice approved"},
    {"notice_approval_asked", "đề nghị duyệt thông báo", "approval asked for"},
    {"notice_refused", "không duyệt thông báo", "notice refused"},
    {"notice_tested", "gửi thử thông báo", "test copy of the notice"},
    {"filing_corrected", "đính chính bản nộp", "filing corrected"},
    {"filing_withdrawn", "rút bản nộp", "filing withdrawn"},
    {"filing_checked", "người khác xem lại bản nộp", "filing checked"},
    {"public_notice_foreseen", "dự kiến thông báo công khai", "public notice foreseen"},
    {"public_page_approved", "duyệt trang công khai", "public page approved"},
    {"public_notice_withdrawn", "rút thông báo công khai", "public notice withdrawn"},
    {"public_notice_astray", "trang công khai không còn như đã đăng", "public notice astray"},
    {"content_page_published", "đăng trang nội dung", "content page published"},
    {"list_complete", "danh sách đã đủ", "list stated complete"},
    {"told_by_hand", "báo trực tiếp", "told by a person"},
    {"notice_impossible", "không thể báo riêng", "individual notice impossible"},
    {"subject_removed", "bỏ khỏi danh sách", "removed from the list"},
    {"subject_corrected", "sửa dữ liệu chủ thể", "data of a subject corrected"},
    {"subject_shown", "xem danh tính chủ thể", "identity of a subject shown"},
    {"sent_again", "gửi lại thông báo", "notice sent once more"},
    {"sent_again_done", "kết quả gửi lại", "outcome of a notice sent once more"},
    {"reply_noted", "phản hồi", "reply noted"},
    {"letters_posted", "gửi thư giấy qua bưu điện", "printed letters posted"},
    {"letter_came_back", "thư giấy bị trả lại", "printed letter came back"},
    {"alerts_received", "nhận cảnh báo", "alerts received"},
    {"alert_quarantined", "cảnh báo không đọc được", "unreadable alert kept"},
    {"quarantine_replayed", "đọc lại cảnh báo đã giữ", "kept alert read again"},
    {"quarantine_discarded", "bỏ cảnh báo đã giữ", "kept alert discarded"},
    {"source_silent", "nguồn im lặng", "source silent"},
    {"source_heard", "nguồn hoạt động lại", "source heard again"},
    {"messages_lost", "mất bản tin", "messages lost"},
    {"daemon_started", "hệ thống khởi động", "daemon started"},
    {"daemon_stopped", "hệ thống dừng", "daemon stopped"},
    {"clock_stepped", "đồng hồ máy nhảy", "clock jumped"},
    {"clock_agreed", "đồng hồ máy đúng lại", "clock right again"},
    {"configuration_loaded", "nạp cấu hình", "configuration loaded"},
    {"channel_state", "trạng thái kênh", "state of a channel"},
    {"store_restored", "khôi phục từ bản sao", "store restored from a copy"},
    {"store_continued", "cho chạy tiếp sau khôi phục", "going on after a restore"},
    {"task_assigned", "giao việc", "task given"},
    {"task_reopened", "việc phải làm lại", "task open again"},
    {"comment_added", "ghi chú", "comment"},
    {"on_call_overridden", "trực thay", "stand-in on call"},
    {"on_call_override_ended", "bỏ trực thay", "stand-in taken back"},
    {"account_invited", "mời lập tài khoản", "invitation to an account"},
    {"account_made", "lập tài khoản", "account made"},
    {"account_revoked", "thu hồi tài khoản", "account revoked"},
    {"signed_in", "đăng nhập", "sign-in"},
    {"sign_in_refused", "từ chối đăng nhập", "sign-in refused"},
    {"stepped_up", "xác thực lại", "second proof given"},
    {"signed_out", "kết thúc phiên", "session ended"},
    {"passkey_added", "thêm khóa truy cập", "passkey added"},
    {"passkey_removed", "bỏ khóa truy cập", "passkey removed"},
    {"password_changed", "đổi mật khẩu", "password changed"},
};

constexpr Word kActorKinds[] = {
    {"token", "người hoặc máy có mã truy cập", "a person or machine with a token"},
    {"person", "người", "a person"},
    {"hook", "hệ thống kết nối", "an integration"},
    {"source", "nguồn cảnh báo", "a source of alerts"},
    {"rule", "quy tắc phân loại", "a triage rule"},
    {"system", "hệ thống", "the daemon"},
};

constexpr Word kWaitingKinds[] = {
    {"acknowledgement", "tiếp nhận sự cố", "take the incident over"},
    {"dismissal", "xác nhận hoặc bác đề nghị loại bỏ", "confirm or refuse the dismissal"},
    {"not_applicable", "xác nhận hoặc bác đề nghị không áp dụng nghĩa vụ",
     "confirm or refuse that a duty does not apply"},
    {"list_complete", "xác nhận danh sách đã đủ", "confirm that the list is complete"},
    {"impossible", "xác nhận không thể báo riêng", "confirm that individual notice is impossible"},
    {"public_notice", "đồng ý đăng thông báo công khai", "agree to the public notice"},
    {"withdrawal", "đồng ý rút thông báo công khai", "agree to withdraw the public notice"},
    {"notice", "duyệt và phát hành thông báo", "approve and release the notice"},
    {"run", "theo dõi đợt gửi", "watch the run"},
    {"report", "nộp báo cáo", "file the report"},
    {"filing_check", "xem lại bản đã nộp", "look at what was filed"},
    {"task", "làm việc đã giao", "do the task"},
};

constexpr Word kNextSteps[] = {
    {"take_over", "tiếp nhận sự cố", "take the incident over"},
    {"import_people", "nhập danh sách chủ thể", "import the list of people"},
    {"complete_notice", "hoàn thiện, duyệt và phát hành thông báo", "complete, approve and release the notice"},
    {"watch_run", "theo dõi đợt gửi", "watch the run"},
    {"resume_run", "cho gửi tiếp", "resume sending"},
    {"reach_the_rest", "tìm cách báo những người còn lại", "reach the people who are left"},
    {"publish", "đăng thông báo công khai", "publish the notice"},
    {"file_report", "hoàn thiện và nộp báo cáo", "complete and file the report"},
    {"inform_controller", "báo cho bên kiểm soát dữ liệu", "inform the controller"},
    {"record", "lập biên bản xác nhận", "make the confirmation record"},
    {"keep", "lưu giữ hồ sơ", "keep the file"},
};

constexpr Word kAccessRoles[] = {
    {"source", "nguồn cảnh báo", "source of alerts"},
    {"viewer", "người xem", "viewer"},
    {"responder", "người ứng phó", "responder"},
    {"dpo", "nhân sự bảo vệ dữ liệu cá nhân", "data-protection officer"},
    {"auditor", "kiểm tra viên", "auditor"},
    {"admin", "quản trị viên", "administrator"},
};

constexpr Band kSeverityBands[] = {
    {0, {"low", "thấp", "low"}},
    {40, {"medium", "trung bình", "medium"}},
    {60, {"high", "cao", "high"}},
    {85, {"critical", "nghiêm trọng", "critical"}},
};

constexpr Band kTimeBands[] = {
    {24, {"calm", "còn thời gian", "time left"}},
    {8, {"soon", "sắp đến hạn", "due soon"}},
    {0, {"urgent", "gấp", "urgent"}},
    {-1, {"overdue", "quá hạn", "overdue"}},
};

}  // namespace

std::span<const StateRow> states() { return kStates; }

const Word* state(std::string_view about, std::string_view id) {
    for (const auto& row : kStates)
        if ((about.empty() || row.about == about) && row.word.id == id) return &row.word;
    return nullptr;
}

std::span<const Word> entry_kinds() { return kEntryKinds; }
std::span<const Word> actor_kinds() { return kActorKinds; }
std::span<const Word> waiting_kinds() { return kWaitingKinds; }
std::span<const Word> next_steps() { return kNextSteps; }
std::span<const Word> access_roles() { return kAccessRoles; }
std::span<const Band> severity_bands() { return kSeverityBands; }
std::span<const Band> time_bands() { return kTimeBands; }

const Word& severity_word(int severity) {
    const Word* out = &kSeverityBands[0].word;
    for (const auto& band : kSeverityBands)
        if (severity >= band.from) out = &band.word;
    return *out;
}

}  // namespace breachd::words
