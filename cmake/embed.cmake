# Puts a text file into the program:
#   cmake -DIN=file -DOUT=file.cpp -DNAME=breachd::api::kOpenapi -DHEADER=api/openapi.hpp -P cmake/embed.cmake
include(${CMAKE_CURRENT_LIST_DIR}/embed_literal.cmake)
set(out "// Made from ${IN} by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nconst std::string_view ${NAME} =\n")
append_literal(out "${IN}")
string(APPEND out ";\n")
file(WRITE "${OUT}" "${out}")
