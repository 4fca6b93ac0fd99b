/* Prints what TagLib reads of each file named: title, artist, album, track number and length in seconds, with tabs between. */
#include <stdio.h>
#include <tag_c.h>

int main(int count, char **paths) {
  for (int index = 1; index < count; index += 1) {
    TagLib_File *file = taglib_file_new(paths[index]);
    if (file == NULL || !taglib_file_is_valid(file)) {
      printf("\n");
      continue;
    }
    TagLib_Tag *tag = taglib_file_tag(file);
    const TagLib_AudioProperties *sound = taglib_file_audioproperties(file);
    printf("%s\t%s\t%s\t%u\t%d\n", taglib_tag_title(tag), taglib_tag_artist(tag), taglib_tag_album(tag),
           taglib_tag_track(tag), sound == NULL ? 0 : taglib_audioproperties_length(sound));
    taglib_tag_free_strings();
    taglib_file_free(file);
  }
  return 0;
}
