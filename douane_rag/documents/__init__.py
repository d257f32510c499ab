"""From a folder of handbooks in any format to numbered, dated paragraphs with references."""
