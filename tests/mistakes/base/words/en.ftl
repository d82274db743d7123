# The bot's own phrases.
done = Done
minutes-ago = { $minutes ->
    [one] one minute ago
   *[other] { $minutes } minutes ago
}
