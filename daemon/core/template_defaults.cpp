// The templates that are compiled in, so that an empty /etc/breachd/templates still gives lawful texts. Byte for byte the
// files of playbooks/templates: change both, tests/unit/core/notice_test.cpp compares them.
#include "core/template.hpp"

#include <array>

namespace breachd {

namespace {

struct DefaultTemplate {
    std::string_view name, text;
};

constexpr std::array kDefaults = {
    DefaultTemplate{"notice.en.body", R"text(Dear {{name}},

{{organisation}} is writing to tell you about a breach of personal data protection rules that affects data about you. We sincerely apologise. This notice is given under {{citations}}.

{{#when_how_detected}}
{{number}}. When and how the breach was detected
- Detected at: {{detected_at}}.
- How it was detected: {{detected_how}}

{{/when_how_detected}}
{{#nature}}
{{number}}. Nature of the breach
{{#occurred}}
- Time: {{occurred}}.
{{/occurred}}
{{#place}}
- Place: {{place}}
{{/place}}
{{#act}}
- Act: {{act}}.
{{/act}}
{{#parties}}
- Organisations and individuals involved: {{parties}}
{{/parties}}
{{#description}}
- Description: {{description}}
{{/description}}
{{#kinds_counted}}
- Kinds and quantity of personal data involved: {{kinds_counted}}.
{{/kinds_counted}}

{{/nature}}
{{#kinds}}
{{number}}. Kinds of data affected
{{kinds_text}}.

{{/kinds}}
{{#consequences}}
{{number}}. Consequences and damage that may follow
{{consequences_text}}

{{/consequences}}
{{#severity_and_risks}}
{{number}}. How serious it is, and the risks to your rights and lawful interests
{{severity_and_risks_text}}

{{/severity_and_risks}}
{{#measures}}
{{number}}. Measures taken, under way and planned to remedy the incident and reduce harm
{{measures_text}}

{{/measures}}
{{#guidance}}
{{number}}. What you should do to protect yourself
{{guidance_text}}

{{/guidance}}
{{#contacts}}
{{number}}. Contacts
- Personal data protection unit or officer: {{data_protection_officer}}
- Unit that receives and handles personal data incidents: {{incident_desk}}

{{/contacts}}
When you contact us, please quote the reference code {{code}}. We will never ask for your password or a one-time code, or ask you to transfer money because of this incident.
{{#public_url}}
Updates are published at: {{public_url}}
{{/public_url}}

Yours faithfully,
{{organisation}}
)text"},
    DefaultTemplate{"notice.en.short", R"text({{organisation}}: your {{kinds_short}} is affected by an incident found on {{detected_day}}. Beware of unexpected calls and texts; never give passwords or OTPs.{{#hotline}} Details: {{#site}}{{site}} or {{/site}}call {{hotline}}.{{/hotline}} Code: {{code}}
)text"},
    DefaultTemplate{"notice.en.subject", R"text(Notice of an incident affecting your personal data - {{organisation}}
)text"},
    DefaultTemplate{"notice.vi.body", R"text(Kính gửi: {{name}},

{{organisation}} trân trọng thông báo tới Quý khách về một sự cố vi phạm quy định bảo vệ dữ liệu cá nhân có ảnh hưởng đến dữ liệu của Quý khách. Chúng tôi thành thật xin lỗi Quý khách vì sự cố này. Thông báo được gửi theo {{citations}}.

{{#when_how_detected}}
{{number}}. Thời điểm và hình thức phát hiện vi phạm
- Thời điểm phát hiện: {{detected_at}}.
- Hình thức phát hiện: {{detected_how}}

{{/when_how_detected}}
{{#nature}}
{{number}}. Tính chất của việc vi phạm
{{#occurred}}
- Thời gian: {{occurred}}.
{{/occurred}}
{{#place}}
- Địa điểm: {{place}}
{{/place}}
{{#act}}
- Hành vi: {{act}}.
{{/act}}
{{#parties}}
- Tổ chức, cá nhân liên quan: {{parties}}
{{/parties}}
{{#description}}
- Mô tả: {{description}}
{{/description}}
{{#kinds_counted}}
- Loại dữ liệu cá nhân và số lượng dữ liệu liên quan: {{kinds_counted}}.
{{/kinds_counted}}

{{/nature}}
{{#kinds}}
{{number}}. Loại dữ liệu bị ảnh hưởng
{{kinds_text}}.

{{/kinds}}
{{#consequences}}
{{number}}. Hậu quả, thiệt hại có thể xảy ra
{{consequences_text}}

{{/consequences}}
{{#severity_and_risks}}
{{number}}. Mức độ nghiêm trọng và các rủi ro có thể xảy ra đối với quyền và lợi ích hợp pháp của Quý khách
{{severity_and_risks_text}}

{{/severity_and_risks}}
{{#measures}}
{{number}}. Biện pháp đã, đang và sẽ được thực hiện để khắc phục sự cố và giảm thiểu thiệt hại
{{measures_text}}

{{/measures}}
{{#guidance}}
{{number}}. Hướng dẫn Quý khách thực hiện các biện pháp phòng ngừa, ngăn chặn tiếp theo
{{guidance_text}}

{{/guidance}}
{{#contacts}}
{{number}}. Thông tin liên hệ
- Bộ phận, nhân sự bảo vệ dữ liệu cá nhân: {{data_protection_officer}}
- Bộ phận tiếp nhận, xử lý sự cố dữ liệu cá nhân: {{incident_desk}}

{{/contacts}}
Khi liên hệ, Quý khách vui lòng cung cấp mã tra cứu: {{code}}. Chúng tôi không bao giờ hỏi mật khẩu, mã OTP hoặc yêu cầu Quý khách chuyển tiền để xử lý sự cố này.
{{#public_url}}
Thông tin cập nhật được đăng tại: {{public_url}}
{{/public_url}}

Trân trọng,
{{organisation}}
)text"},
    DefaultTemplate{"notice.vi.short", R"text({{organisation}}: {{kinds_short}} của Quý khách bị ảnh hưởng bởi sự cố phát hiện {{detected_day}}. Xin cảnh giác cuộc gọi, tin nhắn lạ; không cung cấp mật khẩu, OTP.{{#hotline}} Chi tiết: {{#site}}{{site}} hoặc {{/site}}gọi {{hotline}}.{{/hotline}} Mã: {{code}}
)text"},
    DefaultTemplate{"notice.vi.subject", R"text(Thông báo về sự cố dữ liệu cá nhân của Quý khách - {{organisation}}
)text"},
};

}  // namespace

std::string_view default_template(std::string_view name) {
    for (const auto& known : kDefaults)
        if (known.name == name) return known.text;
    return "";
}

}  // namespace breachd
