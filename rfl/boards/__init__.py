"""Photo boards: the face of somebody who searches, shown to everybody without a name."""
