# append_literal(VARIABLE FILE) appends the text of FILE to the C++ source in VARIABLE as string literals, which the
# compiler joins: a literal may have 64 KiB in some compilers, so the text is cut into pieces.
function(append_literal variable file)
  file(READ "${file}" text)
  string(LENGTH "${text}" length)
  set(source "${${variable}}")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND source "R\"~~~(${piece})~~~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  set(${variable} "${source}" PARENT_SCOPE)
endfunction()
