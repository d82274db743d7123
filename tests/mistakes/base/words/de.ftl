done = Fertig
cramp--side =
    .text = Welches Bein?
    .choice-left = Links
