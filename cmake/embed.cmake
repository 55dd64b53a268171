# Puts a text file into the program:
#   cmake -DIN=file -DOUT=file.cpp -DNAME=breachd::api::kOpenapi -DHEADER=api/openapi.hpp -P cmake/embed.cmake
# A string literal may have 64 KiB in some compilers, so it is cut into pieces that the compiler joins.
file(READ "${IN}" text)
string(LENGTH "${text}" length)
set(out "// Made from ${IN} by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nconst std::string_view ${NAME} =\n")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND out "R\"~~~(${piece})~~~\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
string(APPEND out ";\n")
file(WRITE "${OUT}" "${out}")
