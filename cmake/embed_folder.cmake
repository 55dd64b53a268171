# Puts the text files of a folder into the program, each under its name without the ending:
#   cmake -DIN=folder -DOUT=file.cpp -DTYPE=EmbeddedTemplate -DNAME=kEmbeddedTemplates
#         -DHEADER=core/telling/embedded_templates.hpp -DPATTERN=*.txt -P cmake/embed_folder.cmake
# TYPE is an aggregate of two string_views in namespace breachd, NAME an extern span of it.
include(${CMAKE_CURRENT_LIST_DIR}/embed_literal.cmake)
file(GLOB files ${IN}/${PATTERN})
list(SORT files)
set(out "// Made from ${IN} by cmake/embed_folder.cmake.\n#include \"${HEADER}\"\n\nnamespace breachd {\n\n")
string(APPEND out "namespace {\nconst ${TYPE} kFiles[] = {\n")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WLE)
  string(APPEND out "{\"${name}\",\n")
  append_literal(out "${file}")
  string(APPEND out "},\n")
endforeach()
string(APPEND out "};\n}  // namespace\n\nconst std::span<const ${TYPE}> ${NAME}(kFiles);\n\n}  // namespace breachd\n")
file(WRITE "${OUT}" "${out}")
