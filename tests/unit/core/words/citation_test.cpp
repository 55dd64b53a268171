#include "core/words/citation.hpp"

#include "config/config.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

namespace breachd {

namespace {

const std::string kDecree = "Nghị định số 356/2025/NĐ-CP";

}  // namespace

TEST_CASE("articles are cited as a lawyer writes them: point, clause, article, text") {
    CHECK(citation_text("Điều 29.1.a; Điều 8.3", kDecree, "vi") ==
          "điểm a khoản 1 Điều 29, khoản 3 Điều 8 Nghị định số 356/2025/NĐ-CP");
    CHECK(citation_text("Luật Điều 23.1", kDecree, "vi") == "khoản 1 Điều 23 Luật Bảo vệ dữ liệu cá nhân");
    CHECK(citation_text("Luật Điều 23.1; Điều 28", kDecree, "vi") ==
          "khoản 1 Điều 23 Luật Bảo vệ dữ liệu cá nhân và Điều 28 Nghị định số 356/2025/NĐ-CP");
    CHECK(citation_text("Điều 29.2.đ", kDecree, "vi") == "điểm đ khoản 2 Điều 29 Nghị định số 356/2025/NĐ-CP");
    CHECK(citation_text("Điều 4.1.h", "", "vi") == "điểm h khoản 1 Điều 4");
}

TEST_CASE("each article is named once, those of one text together") {
    CHECK(citation_text("Điều 29.1.a; Luật Điều 27.1.d; Điều 8.3; Điều 29.1.a", kDecree, "vi") ==
          "điểm a khoản 1 Điều 29, khoản 3 Điều 8 Nghị định số 356/2025/NĐ-CP và điểm d khoản 1 Điều 27 Luật Bảo vệ dữ "
          "liệu cá nhân");
    CHECK(citation_text("Điều 28, Điều 29.1.b", kDecree, "vi") ==
          "Điều 28, điểm b khoản 1 Điều 29 Nghị định số 356/2025/NĐ-CP");
}

TEST_CASE("in English the same, and what has another shape stays as it is") {
    CHECK(citation_text("Luật Điều 23.1; Điều 29.1.a", "Decree 356/2025/NĐ-CP", "en") ==
          "clause 1, Article 23 of the Law on Personal Data Protection and point a, clause 1, Article 29 of Decree "
          "356/2025/NĐ-CP");
    CHECK(citation_text("GDPR Art. 33(1)", kDecree, "vi") == "GDPR Art. 33(1)");
    CHECK(citation_text("Điều 28; Thông tư 09/2020/TT-NHNN", kDecree, "vi") ==
          "Điều 28 Nghị định số 356/2025/NĐ-CP và Thông tư 09/2020/TT-NHNN");
    CHECK(citation_text("", kDecree, "vi").empty());
}

TEST_CASE("the decree's name comes from the edition, with its number as papers write it") {
    auto editions = load_editions(std::string(BREACHD_SOURCE_DIR) + "/playbooks/law");
    REQUIRE(editions.has_value());
    for (const auto& edition : *editions) {
        if (edition.id == "vn-356-2025") {
            CHECK(decree_name(&edition, "vi") == kDecree);
            CHECK(decree_name(&edition, "en") == "Decree 356/2025/NĐ-CP");
        }
        if (edition.id == "vn-draft-2025-09-12") {
            CHECK(decree_name(&edition, "vi") == "Dự thảo Nghị định ngày 12/9/2025");
            CHECK(decree_name(&edition, "en") == "the draft Decree of 12/9/2025");
        }
    }
    CHECK(decree_name(nullptr, "vi").empty());
}

}  // namespace breachd
