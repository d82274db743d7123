# The bot's own phrases, in English. Everything Charley says outside the dialogues stands here.
# Texts are Telegram HTML; blanks such as { $time } are filled in. Lists under "typed-" and "words-" are
# comma-separated words that people may type.

language-name = English

## First contact

welcome = I am Charley. I am a program, not a doctor. I help with leg cramps and tell you when to get help.
welcome-back = Ready. Tap the cramp key or type /cramp when a cramp strikes.
button-cramp = I have a cramp now
button-setup = Set me up
button-diary = My diary
button-help = Help

key-cramp = I have a cramp
key-diary = Diary
key-more = Help and more

consent =
    May I keep a diary for you? It holds your cramps and answers, encrypted on the machine this bot runs on. Whoever runs the bot has the key. You can see it with /diary and delete it with /delete. More in /privacy.
button-consent-yes = Yes, keep my diary
button-consent-no = No
consent-stays = I keep your diary, as you agreed. /delete removes all of it.
first-aid-none = Good. A cramp usually passes within minutes, and the muscle may stay sore for a day. If the leg swells or turns cold, pale or numb, get help.
first-aid-over = Good. The muscle may stay sore for a day. If the leg swells or turns cold, pale or numb, get help.
consent-refused = Nothing is kept. First aid works all the same: /cramp.
offer-to-save = Save this cramp at { $time }?
saved-cramp = Saved: cramp at { $time }.

ask-country = Which country are you in? Type its name. It decides the emergency number I show.
country-unknown = I do not know that country. Type its English name, such as Germany, or tap the button.
button-other-country = Go on without
country-kept = If it is an emergency I will name { $number }.
emergency-number-unknown = your local emergency number (112 works in many countries)
ask-zone = Which city's clock do you live by? Type a city near you, such as Berlin. Or share your location: I look up its clock and keep no location.
zone-located = That is the clock of { $zone }. It is { $time } there now. Shall I use it? Your location was not kept.
button-zone-yes = Yes, use it
button-zone-other = Another clock
zone-which = Which of these?
zone-unknown = I do not know that place. Type a bigger city near you, or a zone such as Europe/Berlin.
zone-kept = Kept: { $zone }. It is { $time } there now. You are set up.

## Settings

settings =
    <b>Settings</b>
    Country: { $country }. Emergency number: { $number }
    Clock: { $zone }, now { $time }
    Language: { $language }
    Diary: { $diary }
not-set = not set
diary-on = kept
diary-off = not kept
button-change-country = Country
button-change-zone = Clock
button-change-language = Language
button-delete = Delete my data
ask-language = Which language?

# How times and amounts look. time: "3:12" on a clock of twelve hours.
time-am = { $time } am
time-pm = { $time } pm
customs =
    <b>Times and amounts</b>
    Times look like { $time }.
    Amounts look like { $amount }.
button-customs = am/pm, ml/oz
button-hours-12 = 12-hour clock
button-hours-24 = 24-hour clock
button-millilitres = Millilitres
button-ounces = Fluid ounces
typed-hours-12 = 12 hour clock, 12-hour clock, 12 hours, 12h clock, am pm, am/pm, am and pm, use am and pm
typed-hours-24 = 24 hour clock, 24-hour clock, 24 hours, 24h clock, use 24 hours, military time

## Forgetting

ask-delete =
    { $entries ->
        [0] This deletes all I hold about you: your settings. There is no way back.
        [one] This deletes all I hold about you: 1 diary entry and your settings. There is no way back.
       *[other] This deletes all I hold about you: { $entries } diary entries and your settings. There is no way back.
    }
button-delete-yes = Delete everything
button-delete-no = Keep it
not-deleted = Nothing was deleted.
deleted =
    { $entries ->
        [0] Deleted at { $time }: your settings. I know nothing about you now.
        [one] Deleted at { $time }: 1 diary entry and your settings. I know nothing about you now.
       *[other] Deleted at { $time }: { $entries } diary entries and your settings. I know nothing about you now.
    }
    Messages in this chat stay until you clear the chat.

## Questions

hint-several = Tap all that fit, or type their numbers. Not sure about one? Type 2?
hint-number = Tap a number or type one from { $min } to { $max }.
button-none = None of these
button-unsure = Not sure
button-done = Done
button-back = Back
button-skip = Skip
button-stop = Stop
button-why = Why?
typed-yes = yes, y, yeah, yep, ok, okay, sure, of course, i agree, agreed
words-beside-yes = please, pls, thanks, thank, you, do, it, that, this, keep, save, a, my, the, diary, cramp, fine, go, ahead, ok, okay, sure
typed-no = no, n, nope, no thanks, no thank you, rather not
button-same = Same as last time: { $what }
typed-same = same, same as last time, the same, the same as last time, as last time, same as before, same again
typed-back = back, go back, previous
typed-skip = skip, next, pass, skip it
typed-stop = stop, stop here, quit, enough
typed-why = why, why do you ask, why?
typed-unsure = not sure, unsure, don't know, dont know, i don't know, i dont know, dunno, no idea, maybe, not certain
typed-done = done, ready, that's all, thats all
typed-none = none, none of these, none of those, none of them, nothing, no to all, neither
ticked = Ticked: { $items }. Type more, or tap Done.
ticked-but-none = You ticked: { $items }. Tap Done if that is right, or tap it again to take it back.
out-of-range = I can take { $min } to { $max }. Please tap or type one.
amount-minutes =
    { $number ->
        [one] { $number } minute
       *[other] { $number } minutes
    }
amount-hours =
    { $number ->
        [one] { $number } hour
       *[other] { $number } hours
    }
amount-days =
    { $number ->
        [one] { $number } day
       *[other] { $number } days
    }
amount-weeks =
    { $number ->
        [one] { $number } week
       *[other] { $number } weeks
    }
miss-first = Kept as a note. Please tap one of these or type its number:
miss-first-empty = Please tap one of these or type its number:
miss-second = Also noted. Not one of these? You can skip this or stop here.
miss-second-empty = Not one of these? You can skip this or stop here.
late-cramp = You wrote at { $time }. It is in your diary. How are you now?
toast-answered = Already answered.
toast-foreign = That button is from an older version.
content-changed = My questions have changed since. Your answers are kept.
restarted = I could not read where we were, so we start afresh. Your diary is as it was.
kept = Thank you. That is kept.
stopped = Stopped. What you told me is kept.
stopped-saved = Stopped. Your cramp at { $time } is saved.
nothing-to-cancel = Nothing is open.
setup-stopped = Stopped. /settings goes on with it.
noted-let-go = Noted. Sore for up to a day is usual. Tell me if it swells, changes colour or keeps hurting.
already-let-go = Noted already.
nothing-open = No question is open.
new-or-same = A new cramp, or the same?
button-new-cramp = A new cramp
button-same-cramp = The same
# What names a day's goal of drinks, and the words that may stand before and behind an amount.
words-goal = goal, target
words-around-goal = my, the, a, daily, day, day's, per, every, each, water, drinking, drink, fluid, fluids, is, to, of, at, for, set, make, change, put, be, should, please, want, i, i'd, like, new, today
words-cramp = cramp, cramps, cramping, cramped, charley, charlie, spasm
# Words that name a cramp and say that there was none; words of the night; what turns round all that stood before it.
words-no-cramp = no cramp, no cramps, no leg cramp, no leg cramps, no calf cramp, no calf cramps, without a cramp, without cramp, without cramps, without any cramp, without any cramps, without leg cramps, without a single cramp, not a single cramp, not one cramp, no more cramps, zero cramps, no sign of a cramp, never cramped, didn't cramp, did not cramp, didn't have a cramp, didn't have any cramps, didn't get a cramp, didn't get any cramps, haven't had a cramp, haven't had any cramps, haven't cramped, not cramping, nothing cramped
words-cramp-free = cramp free
words-night = night, nights, slept, sleep, sleeping, bed, asleep
words-turn = but, until, till, then, except, only, one, once, again, now, yet

## For someone the writer cares for

other =
    <b>For someone you care for</b>
    Their answers and their diary are kept apart from yours. What is it about?
other-here = This is now about someone you care for, and kept apart from your own diary. Answer for them as well as you can.
other-too-late = You have answered already. /other starts with the other person.
button-for-other = It is for someone I care for
button-other-diary = Diary of someone I care for
typed-for-other = for someone else, someone else, for somebody else, not me, not for me, for my mother, for my father, for my husband, for my wife, for my partner, for my son, for my daughter, for my child
diary-of-other = <b>Someone you care for: the last entries</b>

## The card

card-emergency =
    <b>Call { $number } now.</b>
    Tell them that you have trouble with a leg, and that { $told }.
card-emergency-plain =
    <b>Call { $number } now.</b>
    Tell them that you have trouble with a leg, and the sign you just chose.
card-urgent = <b>Be seen by a doctor today.</b>
card-routine = <b>Book an appointment in the next days.</b>
card-self-care = <b>You can look after this at home.</b>
card-because = Because you told me:
card-diary = your diary shows: { $told }
card-open-emergency = Not ruled out: no answer yet. Call for help at once if:
card-open-too = Also without an answer:
card-open = Not ruled out: no answer yet. Is it so that…
raise-emergency = Call for help at once if:
raise-urgent = Be seen today if:
raise-routine = Book an appointment if:
card-self-care-do = Stretch the calf before bed: 10 seconds, 3 times, both legs. Drink to thirst. Sore for up to a day is usual.
button-ask-now = Ask me now
button-change = Change an answer
which-answer = Which answer was not right?
nothing-to-change = There is no answer left to change. /cramp or /checkup starts anew.
button-let-go = It let go
button-picture = Picture
typed-picture = picture, pictures, show me, show the picture, a picture, image
# A stretch counted down in one message. seconds: 30, 20, 10.
button-hold = Count 30 seconds
typed-hold = count, count with me, count for me, count down, count it, count to 30
button-hold-stop = Stop counting
typed-hold-stop = stop, stop it, stop counting
hold-count = Hold it. { $seconds } seconds left. Breathe.
hold-stopped = I stopped counting.
hold-over = The hold is over.
hold-warned = I do not count while a warning sign stands. Please do what it says above.
hold-closed = That step is over. /cramp shows the steps.
picture-gone = That picture is no longer there. The words above hold.
button-save = Save for my doctor

## The summary

command-summary = Your week, your month or any time in a few lines
# A night belongs to the date of its evening.
nights-of = Nights of { $from } to { $to }
night-of-one = Night of { $from } to { $to }
days-of = Days of { $from } to { $to }
day-of = Day of { $day }
nights-with-cramps = Cramps: { $nights }
nights-quiet = Quiet: { $nights }
nights-not-logged = Not logged: { $nights }
nights-from-to = { $from } to { $to }
nights-row =
    { $logged ->
        [0] { $label }: not logged
       *[other] { $label }: cramps on { $nights } of { $logged } logged
    }
ask-period = Of which time? Tap one, or type it: 10 days, october, since 3 oct, 1 sep to 15 oct.
button-another-time = Another time
button-last-week = Last week
button-90-nights = Last 90 nights
button-whole-diary = The whole diary
period-unclear = I did not get that time. Type it like these: /summary 10 days, /summary october, /summary since 3 oct, /summary 1 sep to 15 oct.
period-backwards = That time ends before it begins. Name the earlier day first, such as /summary 1 sep to 15 oct.
period-future = That is still to come. I can sum up any time until today, such as /summary 10 days.
period-too-long = I look back five years. Name a time from { $oldest } on, such as /summary 90 nights.
period-no-day = There is no such day. Name another one, such as /summary since 3 oct.
period-nothing = That is no night at all. Name one night or more, from { $oldest } on.
# How a sentence begins that asks for a summary, and the words that may stand round its time.
words-summary = what about, and what about, how was, how were, how is, how are, hows, how has, how have, how did, how do, how does, summary, my summary, the summary, a summary, give me a summary, show me a summary, send me a summary, sum up, summarise, summarize, recap, a recap, give me a recap, overview, an overview, show me, show my, review, and
words-around-summary = what, about, how, was, were, is, are, hows, has, have, did, do, does, it, i, me, my, a, an, the, this, of, for, over, from, in, during, on, about, give, show, send, sum, up, summary, summarise, summarize, recap, overview, review, cramps, cramp, legs, leg, nights, night, days, been, go, going, gone, went, look, looking, like, and, so, far, please, then, what, again
summary-no-night = No night is logged. A cramp and "no cramp last night" both count.
summary-nothing = Nothing is in the diary for this time. /cramp starts an entry.
summary-nights =
    { $missing ->
        [0] Cramps on { $nights } of { $logged } { $logged ->
            [one] night
           *[other] nights
        }, { $cramps } in all.
        [one] Cramps on { $nights } of { $logged } { $logged ->
            [one] night
           *[other] nights
        } you logged, { $cramps } in all. 1 night is not logged.
       *[other] Cramps on { $nights } of { $logged } { $logged ->
            [one] night
           *[other] nights
        } you logged, { $cramps } in all. { $missing } nights are not logged.
    }
summary-same = The 4 weeks before: { $nights } of { $logged } nights. That is no clear change.
summary-more = The 4 weeks before: { $nights } of { $logged } nights. That is more now, and hardly chance.
summary-fewer = The 4 weeks before: { $nights } of { $logged } nights. That is fewer now, and hardly chance.
summary-too-few =
    { $missing ->
        [one] Too few nights to compare with earlier weeks. 1 more logged night is needed.
       *[other] Too few nights to compare with earlier weeks. About { $missing } more logged nights are needed.
    }
summary-too-few-now = Too few nights to compare with earlier weeks. It takes { $fewest } logged nights, { $missing } more than now.
summary-pain =
    { $rated ->
        [one] Pain at the worst: { $median } of 10, rated once.
       *[other] { $alike ->
            [yes] Pain at the worst: { $median } of 10 each time, rated { $rated } times.
           *[no] Pain at the worst: mostly about { $median } of 10, between { $least } and { $most }, rated { $rated } times.
        }
    }
summary-minutes =
    { $rated ->
        [one] Length: { $median } min, known once.
       *[other] { $alike ->
            [yes] Length: { $median } min each time, known { $rated } times.
           *[no] Length: mostly about { $median } min, between { $least } and { $most }, known { $rated } times.
        }
    }
summary-done =
    { $days ->
        [one] { $kind ->
            [stretch] { $done ->
                [0] No stretch was logged.
               *[other] Stretched.
            }
            [elevate] { $done ->
                [0] No legs up was logged.
               *[other] Legs up.
            }
           *[other] { $done ->
                [0] No moving about was logged.
               *[other] Moved about.
            }
        }
       *[other] { $kind ->
            [stretch] Stretched on { $done } of { $days } days.
            [elevate] Legs up on { $done } of { $days } days.
           *[other] Moved about on { $done } of { $days } days.
        }
    }
summary-water =
    { $days ->
        [one] Drinks: { $amount } on the 1 day you logged.
       *[other] Drinks: { $amount } a day, on the { $days } days you logged.
    }

## The week in one message

summary-helped =
    { $over ->
        [months] <b>What you tried, in 3 months</b> (most cramps also end by themselves)
       *[period] <b>What you tried</b> (most cramps also end by themselves)
    }
summary-remedy = { $remedy }: { $tried } times. It mostly let go after about { $median } min, known { $of } times.
summary-remedy-few =
    { $tried ->
        [one] { $remedy }: once.
       *[other] { $remedy }: { $tried } times.
    } { $missing ->
        [one] Too few to tell: 1 more with a known length.
       *[other] Too few to tell: { $missing } more with a known length.
    }
remedy =
    { $remedy ->
        [stretch] Stretching
        [massage] Rubbing
        [walking] Walking
        [heat] Warmth
        [cold] Cold
        [elevation] Leg up
        [fluids] Drinking
        [painkiller] A painkiller
        [magnesium] Magnesium
        [footwear_change] Other shoes
       *[other] { $remedy }
    }

button-week = Weekly summary
button-week-send = Send it every week
button-week-off = No weekly summary
button-week-on = Weekly summary again
button-checkup = Check-up
week-ask-day = One message a week, with your nights in a picture. On which day?
week-ask-hour = At what hour of your clock?
week-kept = { $day } it is. The first comes on { $first }. /settings changes it.
week-off = No weekly summary any more. /settings brings it back.
week-empty = Nothing was logged this week, and that is fine. /cramp and "no cramp last night" both count.
week-stops = Nothing was logged for three weeks, so the weekly summary stops here. It comes back with one tap.
week-pattern = <b>Worth a check-up</b>
# Source: Hallegraeff 2012 (stretching before sleep, six weeks, lowered the number of night cramps).
week-suggest-stretch = One idea: stretch calves and the back of the thighs before bed. In a trial that lowered night cramps within six weeks.
chart-legend-week = Number: cramps. 0: quiet. Dashed: not logged.
chart-legend-month = Number: cramps. Ring: quiet. Empty: not logged.
chart-legend-months = Nights with cramps / nights logged. –: not logged.

## The month in one message

button-your-week = Your week
button-your-month = Your month
button-last-month = Last month
button-monthly = Send it every month
button-monthly-off = No monthly summary
button-monthly-on = Monthly summary again
monthly-ask-hour = It comes on the first day of a month, about the month before. At what hour of your clock?
monthly-kept = Your month comes as one message. The first comes on { $first }.
monthly-off = No monthly summary any more. /summary month brings it back.
monthly-empty = Nothing was logged last month, and that is fine. /cramp and "no cramp last night" both count.
monthly-stops = Nothing was logged for two months, so the monthly summary stops here. It comes back with one tap.

## Nights and mornings

button-nights = Nights and mornings
night-page =
    <b>Nights and mornings</b>
    { $often ->
        [daily] Every morning at { $hour } I ask about the night, unless it is logged.
        [three] On three mornings a week at { $hour } I ask about the night, unless it is logged.
       *[off] I do not ask about the night. Mornings begin at { $hour }.
    }
    { $minutes ->
        [0] In a cramp I do not ask whether it still holds.
       *[other] In a cramp I ask once, without a sound, after { $minutes } minutes whether it still holds.
    }
night-page-end = A night ends at { $hour }, and the next begins.
still-question = Still cramping?
button-still-cramping = Still cramping
button-never = Never
night-ask-still = After how many minutes of a cramp may I ask once, without a sound, whether it still holds?
lasts-long = More than ten minutes is not usual for a cramp. A few questions come now.
button-night-question = Question in the morning
button-night-end = End of the night
night-ask-end = At what hour does one night end and the next begin? It is noon for most people, and later for those who sleep by day. Tap, or type a full hour. All nights in the diary are counted by it.
night-end-unclear = A night can end at a full hour from { $from } to { $to }. Nothing is changed yet.
button-morning-hour = Hour of the morning
night-ask-often = One short question at { $hour }: how was the night? A quiet night counts too. How often?
button-night-daily = Every morning
button-night-three = Three mornings a week
button-night-off = Do not ask
button-night-again = Ask again
night-question-on = I ask once in the morning, first { $first }. /settings changes it.
night-question-off = I do not ask about the night. /settings brings it back.
night-question-ends = The last three mornings had no answer, so I stop asking. One tap brings it back.
night-ask-morning = From which hour on may I write in the morning?
night-hour-quiet = These hours lie in your quiet hours, { $from } to { $to }. /reminders changes those.
night-question = How was the night?
button-quiet-night = No cramp last night
button-night-cramp = I had a cramp
night-ask-hour = About when did it begin?
night-kept = Kept: no cramp in the night to { $morning }.
night-quiet-already = The night to { $morning } is logged already: no cramp.
night-has-cramp = The night to { $morning } has a cramp in your diary, at { $time }. Nothing was changed.
night-denied = Good. Nothing was written.
night-not-over = That night is not over yet. Tell me in the morning.
night-open-cramp = You had a cramp at { $time }.
night-open-checkup = You began a check-up at { $time }.
night-open-few =
    { $questions ->
        [one] 1 short question is open:
       *[other] { $questions } short questions matter most now:
    }
night-open-lists =
    { $lists ->
        [one] • 1 list of warning signs, to tick
       *[other] • { $lists } lists of warning signs, to tick
    }
night-open-more =
    { $questions ->
        [one] 1 more is open. I offer it once afterwards.
       *[other] { $questions } more are open. I offer them once afterwards.
    }
button-answer-now = Answer now
button-leave-it = Leave it
button-rest = Ask me the rest now
button-rest-diary = A few more for the diary
card-night = Some questions are left for the morning. Their answers may change this.
card-few =
    { $questions ->
        [one] 1 more question is open. Its answer may change this.
       *[other] { $questions } more questions are open. Their answers may change this.
    }
card-few-behind = More questions can look for what is behind your cramps, if you like.
card-few-calm = <b>So far nothing that needs help today.</b>
card-few-diary =
    { $questions ->
        [one] 1 more question is for the diary only, if you like.
       *[other] { $questions } more questions are for the diary only, if you like.
    }
card-night-calm = <b>So far nothing that cannot wait for the morning.</b>
typed-quiet-night = no cramp last night, no cramps last night, no cramp tonight, no cramps tonight, no cramp this night, quiet night, a quiet night, night was quiet, the night was quiet, last night was quiet, no cramp during the night, no cramps during the night, slept without a cramp, slept through without a cramp
undone-quiet = the quiet night
undone-quiet-hours = the new quiet hours. { $now }

## The diary

diary = <b>Your last entries</b>
diary-empty = Your diary is empty. /cramp starts an entry.
diary-needs-consent = I keep no diary yet. /start and "Set me up" begins one.
entry-cramp = cramp
entry-checkup = check
entry-pain = pain { $pain } of 10
entry-minutes =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
entry-under-a-minute = under a minute
entry-at-least = at least { $length }
entry-site =
    { $site ->
        [calf] calf
        [shin] shin
        [foot] foot
        [toes] toes
        [front_thigh] front of the thigh
        [hamstring] back of the thigh
        [buttock] buttock
        [whole_leg] whole leg
        [arms_or_hands] arm or hand
        [trunk_or_abdomen] back, chest or belly
       *[other] leg
    }
entry-side =
    { $side ->
        [left] left
        [right] right
       *[both] both sides
    }
entry-unknown = details unknown
entry-emergency = advice: call for help
entry-urgent = advice: be seen today
entry-routine = advice: appointment
entry-self-care = advice: self-care

## Pages, cards and months of the diary

command-add = Add a cramp of an earlier night
diary-older = <b>Earlier entries</b>
diary-open = Tap or type a number to open an entry.
night-of = night of { $from } to { $to }
button-older = Older
button-newer = Newer
button-month = Month
button-add = Add an earlier one
typed-add = add earlier, add an earlier one, add earlier one, add an earlier cramp, add earlier cramp, add earlier cramps, add a past cramp, add past cramp, add an old cramp, add an entry, add entry, add a cramp, add cramp, log an earlier cramp, log a past cramp, log an old cramp, enter an earlier cramp, add a missed cramp, add a forgotten cramp, i forgot to log a cramp, i forgot to log one, forgot to log a cramp, backfill
button-to-diary = Back to the diary
button-edit = Edit
button-delete-entry = Delete
button-earlier-month = Earlier month
button-later-month = Later month
button-no-note = No note
button-pick-day = Another day
button-night =
    { $night ->
        [tonight] Tonight, { $from } to { $to }
        [last] Last night, { $from } to { $to }
        [before] 2 nights ago, { $from } to { $to }
       *[third] 3 nights ago, { $from } to { $to }
    }
button-field =
    { $field ->
        [when] When
        [where] Where
        [side] Side
        [pain] Pain
        [minutes] Minutes
        [sleep] Sleep
        [sore] Soreness
        [tried] Tried
       *[note] Note
    }
button-sore =
    { $sore ->
        [none] Not sore
        [hour] About an hour
        [hours] A few hours
        [half] Half a day
        [day] A day
        [days] 2 days
       *[longer] 4 days or more
    }
button-length =
    { $length ->
        [under_1] Under 1 minute
        [one_two] 1 to 2 minutes
        [three_five] 3 to 5 minutes
        [six_ten] 6 to 10 minutes
       *[longer] Longer
    }
entry-head-cramp = <b>Cramp</b>, { $when }
entry-head-checkup = <b>Check-up</b>, { $when }
entry-clock = On the clock of { $zone }
entry-line =
    { $what ->
        [where] Where: { $value }
        [side] Side: { $value }
        [pain] Pain at the worst: { $value }
        [minutes] How long: { $value }
        [sleep] Sleep disturbed: { $value }
        [nights] Sleep and the next day: { $value }
        [sore] Sore afterwards: { $value }
        [tried] Tried: { $value }
        [unasked] Not asked: { $value }
       *[note] Note: { $value }
    }
entry-tried =
    { $tried ->
        [stretch] stretching
        [massage] rubbing
        [heat] warmth
        [cold] cold
        [walking] walking about
        [elevation] leg up
        [fluids] a drink
        [painkiller] a painkiller
        [magnesium] magnesium
        [quinine_or_tonic_water] quinine or tonic water
        [footwear_change] other shoes
       *[nothing] nothing
    }
entry-unasked =
    { $field ->
        [sleep] sleep
        [sore] soreness
       *[tried] what was tried
    }
entry-under-an-hour = under an hour
entry-of-ten = { $pain } of 10
entry-not-asked = not asked
entry-not-sure = not sure
entry-not-known = not known
entry-none = none
entry-disturbed = disturbed
entry-not-disturbed = not disturbed
entry-edited = Edited on { $date }
entry-gone = That entry is no longer in your diary. /diary shows the others.
entry-deleted =
    Deleted: { $when }. It counts nowhere any more.
    Marked as deleted, it stays in the store, in copies and in backups. /delete empties the store.
edit-which = What is to be changed?
edit-ask =
    { $field ->
        [when] When did it begin? Type a time or a day, such as 3am, yesterday 23:30 or 3 Nov 02:15.
        [where] Where was it? For several, type them: calf, foot.
        [side] Which side?
        [pain] How bad was it at its worst? 0 is no pain, 10 is the worst pain you have ever had. Type any number from 0 to 10.
        [minutes] How long did it hold? Tap, or type a length such as 4 minutes.
        [sleep] How much did it disturb the sleep? 0 is not at all, 10 is as much as it could. Type any number from 0 to 10.
        [sore] How long was the muscle sore afterwards? Tap, or type a length such as 6 hours.
        [tried] What was tried? For several, type them: stretching, rubbing.
       *[note] What is the note? Type it. It takes the place of the one that is there.
    }
edit-done =
    { $field ->
        [where] Changed. Where: { $value }.
        [side] Changed. Side: { $value }.
        [pain] Changed. Pain: { $value }.
        [sleep] Changed. Sleep disturbed: { $value }.
        [sore] Changed. Sore afterwards: { $value }.
        [tried] Changed. Tried: { $value }.
       *[minutes] Changed. How long: { $value }.
    }
edit-same = That is what stands there already.
edit-moved = Changed to another time.
edit-noted = The note is kept.
edit-note-gone = The note is gone.
edit-unclear = I did not get that. Tap a button, or type one of its words. /diary leaves it as it was.
edit-unclear-pain = I can take 0 to 10. Nothing is changed yet.
edit-unclear-minutes = I can take from a few seconds to 14 days, such as 4 minutes. Nothing is changed yet.
edit-unclear-sore = I can take from 0 hours to 90 days, such as 6 hours. Nothing is changed yet.
when-unclear = I did not get that time. Type it like 3am, yesterday 23:30 or 3 Nov 02:15.
when-future = That is still to come. Name a time that has passed. Nothing is written yet.
when-too-old = The diary goes back 5 years. Name a later day. Nothing is written yet.
when-no-such-day = There is no such day. Name another. Nothing is written yet.
when-no-time = At what time was that? Type the day with its time, such as 3 Nov 02:15.
add-when = When was the cramp? Tap a night, or type it, such as yesterday 3am or 3 Nov 23:30.
add-day = On which day? For an older one, type it, such as 3 Nov 23:30.
add-hour = At about what time, { $day }? Tap an hour, or type it, such as 3:15.
add-kept = Kept: a cramp, { $when }.
add-there = A cramp at that time is in your diary already.
month-title = <b>{ $month }</b>. Each night by the date of its evening.
month-cramps = Nights with cramps: { $days }
month-quiet = Quiet nights: { $days }
month-missing =
    { $missing ->
        [0] Every night is logged.
        [one] 1 night is not logged.
       *[other] { $missing } nights are not logged.
    }
undone-edit = the change
undone-delete = the deletion

## Reminders

reminders =
    <b>Reminders</b>
    { $plan }
    At most { $cap } messages a day. { $quiet }
    Tap a kind to switch it on or to change it.
plan-empty = None is on. You decide which, and see the plan first.
plan-messages =
    { $messages ->
        [one] That makes 1 message a day.
       *[other] That makes { $messages } messages a day at most.
    }
plan-preview =
    <b>This would be your plan</b>
    { $plan }
    Shall I switch it on?
plan-weeks = { $kind } runs for { $weeks } weeks, then you decide again.
plan-after-consent = I can remind you. Two things first, then you see your plan.
plan-once-past = { $time } has passed by now. Shall it come every day?
plan-which = Remind you of what?
plan-on =
    { $kind } is on.
    { $plan }
    /reminders changes it, /pause makes a pause.
plan-not-on = Nothing was switched on.
plan-none = No reminder is on. /reminders shows what there is.
plan-changed =
    Changed. Your plan now:
    { $plan }
plan-not-there = That reminder is not on, so nothing was changed. /reminders shows your plan.
plan-say-which = Several are on. Say which one you mean, such as water or stretch. Nothing was changed.
plan-days-only = I count in days of the week. Name them, such as mon, wed and fri. Nothing was changed.
plan-uneven = One kind comes at the same times on all its days. Nothing was changed. Name one list of times.
plan-past-midnight = That would go past midnight. Name the new time instead. Nothing was changed.
plan-a-day-range = I can remind 1 to { $most } times a day. Nothing was changed.
plan-next = Next comes { $kind }, at { $time }.
plan-off = { $kind } is off.
plan-all-off = All reminders are off.
plan-times-off =
    Removed. This is left:
    { $plan }
plan-no-such-time = There is no reminder at { $times }. /reminders shows your plan.
plan-fewer =
    { $kind } comes less often now.
    { $plan }
button-once-back = Take it back
plan-once-back = Taken back: { $kind } will not come then.
plan-once-none = { $kind } was not to come then any more. Nothing was changed.
plan-once = { $kind }: once, at { $time }.
plan-once-over = That time is over. Name one to come. Nothing is set.
plan-once-full = That would be more than { $cap } messages that day, your limit. Nothing is set. /reminders raises it.
plan-once-range = One reminder can come in 1 minute to 14 days. Name a time within that. Nothing is set.
plan-quiet = { $time } lies in your quiet hours, { $from } to { $to }. Nothing comes then. Name another time, or change the quiet hours in /reminders.
plan-too-close = Two of a kind need { $minutes } minutes between them. Name times that are further apart.
plan-too-many = That would be { $messages } messages a day. Your limit is { $cap }, and { $most } is the most I send. Name fewer times.
plan-from-to = { $to } is not later than { $from }. Name a start and a later end, such as 9:00 to 18:00.
plan-ask-doctor = Then I leave it off until you know. A doctor or nurse can tell you.
plan-ask-times = { $kind }: at which times? Type them, such as 9:00, 13:00 and 21:30. Or: every 2 hours from 9 to 18.
plan-times-unclear = I did not get those times. Type them like 9:00, 13:00 and 21:30. /cancel leaves it as it was.
plan-ask-days = On which days?
plan-ask-again = { $kind }: until it is done, should it come again? At most 3 more times, within your daily limit.
plan-again-of = { $kind } comes again every { $minutes } minutes until it is done, at most 3 times, within your daily limit.
plan-again-sooner = Until it is done, { $kind } can come again sooner, at most 3 more times.
words-until-done = until done, until it is done, until it's done, until its done, until i do it, until i did it, until i've done, until ive done, until i have done, until i drink, until i drank, until i stretch, until i answer, till done, till it is done, till it's done, till its done, till i do it, till i did it, till i've done, till ive done, till i have done, till i drink, till i stretch, till i answer, if i don't do it, if i dont do it, if not done, if i haven't done, if i havent done
plan-kind = <b>{ $kind }</b> is on: { $times }{ $days }.
plan-until = It runs until { $date }.
plan-again = Until it is done, it comes again every { $minutes } minutes, at most 3 times, within your daily limit.
plan-limits = What may reminders do?
plan-ask-cap = How many messages a day at most? I send at most { $most }.
plan-ask-quiet = { $now } In which hours shall nothing be sent? Tap one, or type it, such as 9 pm to 8 am.
cap-range = I can send 1 to { $most } messages a day at most. How many shall it be?
words-around-cap = max, maximum, at, most, up, to, no, not, more, than, only, just, message, messages, reminder, reminders, please, ok, times, send, me, limit, it, make, a, per, each, every, day, daily, of, i, want
days-none = That leaves no day. Name at least one, such as mon, wed and fri.
words-around-repeat = every, each, again, after, in, please, yes, ok, repeat, it
typed-never = no, never, off, none, not at all, once is enough, no thanks, dont, don't
repeat-range = It can come again after 15, 30 or 60 minutes, or not at all. Which shall it be?
cap-kept = At most { $cap } messages a day.
cap-below-plan = At most { $cap } messages a day. Your plan has { $messages }, so the last ones of a day stay away.
quiet-hours = Quiet from { $from } to { $to }.
quiet-kept = Nothing comes then, and nothing waits for the morning.
quiet-none = No quiet hours.
quiet-drops = These times lie in it and will not come: { $times }.
quiet-before = Before: { $was }
quiet-summary = Your weekly or monthly message comes without a sound then.
quiet-rounded = Quiet hours are full hours.
quiet-impossible = Quiet hours begin and end at two different hours of the clock, such as 22:00 to 7:00. Nothing was changed. For no messages at all there is /pause.
quiet-every-day = Quiet hours are the same on every day. Nothing was changed. For single days there is /pause.
quiet-unclear = I did not get those hours. Type them like 22:00 to 7:00, or 9 pm to 8 am. /cancel leaves it as it was.
quiet-or-pause = From { $from } to { $to }: every day, or only this once? { $now }
button-quiet-daily = Every day, { $from } to { $to }
button-pause-until-hour = Once: pause until { $to }
# Words for quiet hours, without apostrophes. words-hush: nothing shall be sent. words-not-hush: it is about something
# else. words-some-days and words-once: not every day.
words-quiet-hours = quiet hours, quiet hour, quiet time, quiet times, silent hours, silent time, sleeping hours, sleep hours, night hours, do not disturb hours, dnd hours, hours of quiet, hours of silence
words-hush = be quiet, stay quiet, keep quiet, go quiet, quiet, be silent, stay silent, silent, silence, hush, mute, pause, snooze, shut up, no messages, no message, no reminders, no reminder, no notifications, no notification, no alerts, no pings, no texts, nothing, no disturbing, not disturb, dont disturb, never disturb, dnd, dont message, dont text, dont write, dont send, dont ping, dont bother, dont contact, dont nudge, dont nag, dont buzz, dont beep, dont wake, dont remind, dont notify, dont alert, do not message, do not text, do not write, do not send, do not ping, do not bother, do not contact, do not wake, do not remind, do not notify, never message, never text, never write, never remind, never wake, never send, stop messaging, stop texting, stop sending, stop reminding, not be disturbed, not be messaged, not want messages, dont want messages, dont want reminders, dont want to be disturbed, dont want any messages, dont want any reminders, leave me alone, leave me in peace, let me sleep, hold messages, hold reminders, hold everything, keep messages off, not to be disturbed, without messages
words-not-hush = cramp, cramps, cramped, cramping, pain, pains, hurts, hurt, leg, legs, calf, calves, foot, feet, water, drink, drinking, drank, stretch, stretching, stretches, elevate, walk, walking, move, moving, medicine, pill, tablet, was, were, had, got, received, came, woke, slept, why, numb, swollen, heart, menopause, undo, log, logged
words-pause = pause, snooze, mute, break
words-some-days = weekend, weekends, weekday, weekdays, weeknights, monday, mondays, tuesday, tuesdays, wednesday, wednesdays, thursday, thursdays, friday, fridays, saturday, saturdays, sunday, sundays, workdays, working days
words-once = today, tonight, tonite, tomorrow, this morning, this afternoon, this evening, this weekend, this night, for now, just now, this once, just once, only once, this time, next week, this week, for a week, for a day, for the day, for a month
words-always = every day, every night, each day, each night, daily, nightly, always, all nights, at night, overnight, from now on, every evening, every morning, any day, any night, ever
words-at-night = at night, at nights, every night, each night, overnight, during the night, in the night, nights, while i sleep, while im asleep, while i am asleep, when i sleep, when im asleep, when i am asleep, in my sleep
words-quiet-off = no, off, without, remove, delete, cancel, end, disable, stop, none, drop, clear, dont want, dont need, get rid of
words-quiet-none = none, no, no quiet hours, nothing, never, off, no hours, no hour, none at all, without, not needed
discreet-on = On a lock screen my reminders now say nothing about health.
discreet-off = Reminders say what they are about again.
due-discreet = A small reminder you asked for.
due-planned = Planned for { $time }.
due-done = { $kind }: done { $time }.
due-later = { $kind }: again at { $time }.
due-skipped = { $kind }: no more today.
due-asking = { $kind }: the last three got no answer. What would suit you? Until you say, this one stays quiet.
button-due-drank = Drank { $amount }
button-due-drank-of = { $kind }: { $amount }
water-today =
    <b>Water today</b>
    { $line }
water-sum = { $sum } so far. All drinks count.
water-bar = { $bar }  { $sum } of { $goal }
water-reached = That is your goal for today. No more water reminders until tomorrow.
water-plenty = That is plenty for one day. More is not better.
water-much = So much in one day can thin the salt in the blood. From here on, drink to thirst only. If your head aches or you feel sick, get advice today.
button-water = Water today
button-goal = Daily goal
button-goal-none = No goal
button-cup = My cup
button-spread = Spread over the day
button-colour-on = Ask for urine colour daily
button-colour-off = Do not ask for urine colour
button-colour-pale = Pale straw
button-colour-darker = Darker
button-colour-tea = Like tea or cola
ask-goal = How much would you like to drink in a day? Most adults do well with { $least } to { $most } of drinks. Tap one or type it, such as { $example }.
goal-range = A goal can be { $least } to { $most } a day. Very large amounts are dangerous.
goal-kept = Your goal: { $goal } a day, all drinks counted. I remind you only while you are behind it, and stop when it is reached. Drink to thirst: more is not better.
goal-none = There is no goal now.
ask-cup = How much does your cup hold? Tap one or type it, such as { $example }.
cup-range = A cup can hold { $least } to { $most }.
amount-unclear = I did not get that amount. Type it like { $some } or { $more }. /cancel leaves it as it was.
ask-colour = What colour is your urine today?
colour-on = I ask once a day, after you have logged a drink.
colour-off = I do not ask for it any more.
colour-pale = That is about right.
colour-darker = A drink would do you good. Pale straw is about right.
colour-darker-limited = Darker can mean too little water. Your doctor limits how much you drink, so ask there before you drink more.
due-settled = { $kind }: answered.
due-kept =
    { $kind }: as before.
    { $plan }
due-passed = { $kind }: a newer one has come.
# A kind that is silent until the question above is answered.
due-waiting = { $kind } waits for your answer and stays quiet until then. Tap it to answer.
due-none-then = No reminder waits. Shall I remind you at { $time }? Of what?
button-due-of = { $kind }: { $what }
# Typed in the place of its four buttons; the words of the last list say nothing beside them.
typed-due-times = times, time, other times, other time, another time, other hours, different times, different time, different hours, new times, new time, change times, change time, change hours, change, wrong time, wrong times, earlier
typed-due-fewer = fewer, less, less often, not so often, not so many, not as many, too many, too often, too much, reduce, cut down, fewer times, only some, some
typed-due-stop = stop, switch off, turn off, off, end, quit, no more, none, remove, delete, get rid, don't, dont, do not, not anymore, not any more
typed-due-keep = keep, keep as is, as is, as before, as they are, keep as they are, leave, leave as is, leave as they are, no change, unchanged, don't change, dont change, do not change, same, stay, fine, fine as is, continue, go on, carry on, keep going, keep coming
typed-due-both = both, did both, done both, both done, i did both, all done, done all, did all, did them all, did all of them, all of them
typed-due-drank = drank it, i drank it, drank one, drank that, drunk, drunk it, had it, i had it, had a drink, drank, just drank
typed-switch = turn, switch, put
typed-switch-on = on
typed-switch-off = off
typed-switch-beside = the, my, back, again, please, reminder, reminders, for
typed-due-beside = please, pls, plz, just, the, them, these, those, it, that, this, ok, okay, yes, yeah, well, so, i, i'd, id, we, want, would, like, prefer, rather, make, have, with, reminder, reminders, thanks, thank, you, all, now, then, let's, lets, can, could, try, at, send, me, for, of, my
due-last = That was the last day planned for: { $kind }. Tomorrow I ask how it went.
# A kind that runs for some weeks.
course-week = Week { $week } of { $weeks }.
course-ended = The weeks of { $kind } are over. Tap it to begin anew.
course-over =
    { $weeks } weeks of { $kind } are over. You did it on { $done } of { $evenings } evenings.
    Nights with a cramp in the first week: { $first }. In the last: { $last }.
    If it did you good, go on. If not, leave it.
course-over-discreet = { $weeks } weeks are over. Go on, or stop?
course-nights =
    { $logged ->
        [0] none logged
       *[other] { $cramps } of { $logged } logged
    }
course-on =
    { $kind } goes on.
    { $plan }
button-course-on =
    { $weeks ->
        [one] 1 more week
       *[other] { $weeks } more weeks
    }
button-due-show = Show me
button-due-show-of = { $kind }: show me
plan-only-these = I can remind you of these things only. Nothing was set.
due-past = { $time } is over for today. Name a time still to come. Nothing was changed.
due-stopped = That was for today only. To end it for good, tap below.
button-off-of = Switch off { $kind }
# What is typed to a reminder that waits.
words-due-beside = them, those, these, that's, thats, it's, its, be, please, pls, plz, just, it, that, one, i, i'm, im, i'll, ill, i've, ive, i'd, id, we, have, the, my, ok, okay, oh, well, so, sorry, thanks, thank, you, will, would, am, really, actually, think, hmm, um, then, but, for, me, can, could, do, doing, again, remind, let's, lets, maybe, rather, sure, yes, yeah, too
words-due-did = already, did, done, finished, drank, drunk, had, took, taken, completed, been
typed-skip-today = enough, enough today, had enough, had enough today, skip tired, another day, some other day, other day, forget today, forget tonight, skip a day, no, nope, nah, skip, skip today, skip tonight, skip this, skip this time, not today, not tonight, not this time, not this evening, not this morning, not this afternoon, no not today, no not tonight, can't today, cant today, cannot today, can't tonight, cant tonight, cannot tonight, won't today, wont today, won't tonight, wont tonight, don't want, dont want, don't want today, dont want today, don't want tonight, dont want tonight, don't want to, dont want to, don't want to today, dont want to today, don't want to tonight, dont want to tonight, don't feel like, dont feel like, don't feel like today, dont feel like today, not in mood, not in mood today, not in mood tonight, tired, tired today, tired tonight, no time, no time today, no time tonight, leave, leave today, leave tonight, leave out today, leave out tonight, miss today, miss tonight, pass, pass today, pass tonight, tomorrow, not until tomorrow, no more today, leave it today, skip it today, no need, no need today, not needed, not needed today, not necessary, stop today, stop tonight
typed-not-thirsty = not thirsty right now, not thirsty yet, not thirsty at moment, not thirsty, not thirsty now, not thirsty today, not that thirsty, not thirsty at all, drunk enough, drank enough, had enough water, drunk enough today, drank enough today, had plenty, drunk plenty, don't need water, dont need water, don't need a drink, dont need a drink
words-due-when = earlier, earlier today, earlier on, before, before that, today, just now, now, a while ago, while ago, a bit ago, before lunch, after lunch, at lunch, over lunch, before dinner, after dinner, at dinner, before breakfast, after breakfast, at breakfast, before work, after work, at work, before tea, after tea, at noon, at lunchtime, at home, on way home, during day
typed-later-today = later today, later on today, sometime later, some time later, sometime today, later in day, later this afternoon, later this morning
typed-tonight = tonight, this evening, later tonight, later this evening, in evening, before bed, at bedtime, tonight instead, tonight better, better tonight
typed-stop-this = stop, stop now, stop this, quit
due-over = That reminder is over.
due-none = No reminder waits for an answer.
due-which = Which one?
due-when = When shall it come again?
due-no-room = That would be more than { $cap } messages today, your limit. /reminders raises it.
due-crowds-out = Your limit is { $cap } messages a day. With this one there is no room today for: { $times }. /reminders raises it.
due-delay-range = I can move it by 1 minute to 24 hours.
button-due-done = Done
button-due-later = Later
button-due-skip = Skip today
button-due-done-of = { $kind }: done
button-due-later-of = { $kind }: later
button-due-skip-of = { $kind }: not today
button-due-change = Change or stop
button-due-times = Other times
button-due-fewer = Fewer
button-due-stop = Stop these
button-due-keep = Keep as it is
button-later-soon = 15 minutes
button-later-hour = 1 hour
button-later-tonight = Tonight
button-yes = Yes
button-no = No
button-plan-yes = Yes, switch it on
button-plan-times = Other times
button-plan-no = No, leave it off
button-raise-cap = Allow { $messages } a day
button-undo-off = Switch on again
button-days = Days
button-again = Repeat until done
button-off = Switch off
button-every-day = Every day
button-workdays = Mon to Fri
button-weekend = Sat and Sun
button-pause = Pause
button-limits = Limits and quiet hours
button-cap = Messages a day
button-quiet = Quiet hours
button-quiet-none = None
button-discreet-on = Discreet texts
button-discreet-off = Plain texts
button-reminders = Reminders
ask-pause = How long should reminders pause? Help for a cramp goes on.
ask-pause-until = Until which day? Type it, such as 24 December or Friday.
pause-unclear = I did not get that day. Type it like 24 December or Friday. /cancel leaves it as it was.
pause-range = I can pause until a moment to come, at most { $days } days away.
paused-all = All reminders pause until { $until }.
paused-kind = { $kind } pauses until { $until }.
pause-ended = The pause is over. Reminders come again as planned.
pause-ended-of = The pause of { $kind } is over.
pause-not-on = { $kind } is not switched on, so there is nothing to pause.
pause-no-end = A pause needs an end. Say both in one message, such as: pause from Friday to Monday. Nothing was changed.
pause-weekly = That would leave a kind without any day. A pause is for once, /reminders switches a kind off. Nothing was changed.
pause-apart = One pause can hold days in a row only, such as: from Friday to Monday. Nothing was changed.
pause-no-day = There is no such day in the calendar. Nothing was changed.
pause-taken-back = That pause will not come. Reminders come as planned.
paused-all-from = All reminders pause from { $from } until { $until }.
paused-kind-from = { $kind } pauses from { $from } until { $until }.
pause-covers = { $kind } is paused until { $until }, so nothing comes at { $time }. End the pause, or name a later time.
pause-none = Nothing is paused. /reminders shows your plan.
pause-which = Which pause shall end?
paused-others = All reminders but { $kinds } pause until { $until }.
ask-pause-of = { $kind }: how long a pause? Help for a cramp goes on.
typed-every = all, everything, both, every, each
button-pause-today = For today
button-pause-week = For a week
button-pause-until = Until a date
button-resume = End the pause
button-resume-all = End the pause of all
button-resume-of = End the pause of { $kind }
ask-home = Your reminders were on the clock of { $zone }. Shall they keep it, or follow you?
button-follow = Follow me
button-keep-home = Keep home times
home-kept = These times are on the clock of { $zone }. It is { $there } there now, { $here } where you are. Your quiet hours hold where you are.
home-drops = These times fall into them and will not come: { $times }.
home-follows = Reminders follow your clock.
weekday =
    { $day ->
        [mon] Mon
        [tue] Tue
        [wed] Wed
        [thu] Thu
        [fri] Fri
        [sat] Sat
       *[sun] Sun
    }

## The page for a doctor (plain text; headings in capitals; no line of it is a diagnosis)

report-saved = A page for your doctor: the last { $months } months, without your notes. Save or print it. /report offers more.
report-made =
    { $months ->
        [one] A page for your doctor: the last month, without your notes. Save or print it.
       *[other] A page for your doctor: the last { $months } months, without your notes. Save or print it.
    }
report-made-notes =
    { $months ->
        [one] A page for your doctor: the last month, with your notes. Save or print it.
       *[other] A page for your doctor: the last { $months } months, with your notes. Save or print it.
    }
report-which = I can look back 1 to { $most } months. Try /report 6, or /report 6 notes. /report other is about the one you care for.
button-with-notes = With my notes
button-without-notes = Without my notes
button-months =
    { $months ->
        [one] Last month
       *[other] Last { $months } months
    }
report-title = LEG CRAMP DIARY, FOR A DOCTOR
report-what =
    Self-reported: a person told all of this to a chat program named Charley. Nobody examined anybody. This is not a diagnosis and not a certified medical device. { $reviewed } of { $rules } of its rules were reviewed by a clinician.
    Made on { $made }. Charley { $version }, rule set { $content }.
report-other = This page is about somebody else: a person who cares for them told it.
report-period = Period: the nights from { $from } to { $until }. Clock: { $zone }.
report-nights = Nights logged: { $logged } of { $nights } ({ $cramps } with a cramp, { $quiet } without). Nothing is known of the others.
report-cramps = CRAMPS
report-cramps-all =
    { $cramps ->
        [0] No cramp was logged in this period.
       *[other] Cramps logged: { $cramps }
    }
report-week = Week from { $from }: { $cramps }, with { $logged } of { $nights } nights logged
report-month = { $from }: { $cramps }, with { $logged } of { $nights } nights logged
report-spread = median { $median }, from { $least } to { $most }
report-each = { $median } each time
report-once = { $median }
report-pain = Worst pain, 0 to 10: { $spread } (told of { $of } of { $cramps } cramps)
report-pain-unknown = Worst pain: not told
report-minutes = Minutes it held: { $spread } (known of { $of } of { $cramps } cramps)
report-minutes-unknown = Minutes it held: not known
report-sleep = Sleep disturbed, 0 to 10: { $spread } (told of { $of } of { $cramps } cramps)
report-sleep-unknown = Sleep disturbed: not told
report-sore = Hours sore afterwards: { $spread } (told of { $of } of { $cramps } cramps)
report-sore-unknown = Sore afterwards: not told
report-times = Time of day, by hours: { $items }
report-contexts = Came while: { $items }
report-muscles = Where: { $items }
report-yes = yes
report-no = no
report-tried = WHAT WAS TRIED
report-measures = In a cramp, number of cramps: { $items }
report-eases = Stretching eases it, number of cramps: { $items }
report-done = Logged on so many days: { $items }
report-nothing-told = Nothing was told about this.
report-medicines = MEDICINES AND SUPPLEMENTS
report-medicines-taken = Told on { $date }: { $items }
report-medicines-none = Told on { $date }: none
report-medicines-new = Told on { $date }: a medicine was started or raised in the 3 months before
report-medicines-not-asked = Not asked, or not answered.
report-signs = WARNING SIGNS (last answer in the period)
report-signs-present = Present, now or earlier in the period:
report-signs-absent = Absent: { $items }
report-signs-unsure = Asked, not sure: { $items }
report-signs-unasked = Not asked: { $items }
report-signs-none = none
report-sign = "{ $sign }", told on { $date }
report-sign-earlier = { $sign }: present on { $date }, no longer or not sure on { $since }
report-advice = LATEST ADVICE FROM THE PROGRAM
report-advice-none = No advice was given in this period.
report-advice-level = { $date }: { $level }
report-advice-older = It was given with an earlier rule set; the reasons are in the words of today.
report-advice-no-rule = No rule spoke. A warning sign without an answer counts as not ruled out.
report-rule-gone = The rule "{ $rule }", which is no longer in the rule set.
report-source = Source: { $source }, read on { $read }
report-emergency = Call the emergency number now.
report-person = THE PERSON (in the words in which it was asked)
report-notes = NOTES, IN THE PERSON'S OWN WORDS
report-notes-none = No notes in this period.
report-notes-left-out = { $notes } older notes are left out.
report-questions = MY QUESTIONS FOR THE DOCTOR

## A copy of the diary

export-csv = Your diary as a table. It opens in a spreadsheet, such as Excel or LibreOffice.
export-json = All I keep about you, in one file. Whoever runs another Charley can restore it there.
export-which = In which form shall I send your diary?
button-csv = As a table (CSV)
button-json = Everything (JSON)
button-page = A page for my doctor

## Reading

learn = <b>What would you like to read about?</b> Or type /learn and a word, such as /learn clots.
learn-found = This is what I have on it.
learn-nothing = I have nothing on “{ $word }”. Here is all there is to read.
learn-more = /learn has more to read.
article-foot = { $evidence }. Source: { $source }. Read on { $read }.
evidence-trial = Tested in a trial
evidence-experts = Experts advise
evidence-unproven = Often said, not shown
section-causes = Why cramps happen
section-conditions = Illnesses and dangers
section-tests = Doctors and tests
section-treatment = Treatment
section-stretches = Stretches
section-food = Food and drink
section-habits = Habits
button-sections = All topics
button-section = Back: { $section }
button-more = More
button-first-page = From the start
button-read = Read about it

## Medicines and supplements

command-medicines = See what you take, and since when
medicines-title = <b>Your medicines and supplements</b>
medicines-empty = Nothing is on your list of medicines and supplements yet.
medicines-from-answers = From your answers: { $facts }.
medicines-own = This list is your own. I keep none for the person you care for: their check-up asks what they take.
medicines-foot = I keep the list as you type it. It goes into the page for your doctor. I give no advice to start or stop any of it.
medicines-full = The list holds { $most } lines. Remove one that is not needed, then add this.
medicine-began = { $how ->
        [on] since { $day }
        [about] since about { $day }
        [in] since { $day }
        [before] for long, since before { $day }
       *[unsure] start not known
    }
medicine-ended = { $how ->
        [on] stopped { $day }
        [about] stopped about { $day }
        [in] stopped in { $day }
        [before] stopped before { $day }
       *[unsure] stopped, day not known
    }
medicine-ask = What do you take? Type name and dose in one line, such as: magnesium 300 mg at night. With its day, if you like: magnesium 300 mg since 3 Oct.
medicine-ask-start = Since when? Tap, or type a day such as 3 Nov, March 2024 or 2 months ago.
medicine-ask-end = When did you stop? Tap, or type a day such as 3 Nov or 2 weeks ago.
medicine-kept = Kept: { $what }.
medicine-listed = On your list of medicines: { $what }.
medicine-removed = Off the list: { $what }.
medicine-there = That is on your list already.
medicine-gone = That is no longer on the list. /medicines shows what is.
medicine-later = First answer or /cancel the open question. Then type /medicines again.
medicine-no-name = I need a name with letters, such as: magnesium 300 mg at night
medicine-too-long = That is long. Type at most { $most } characters. Nothing is changed.
medicine-day-unclear = I did not get that day. Type it like yesterday, 3 Nov, March 2024 or 2 weeks ago.
medicine-future = That day is still to come. Name one that has been. Nothing is changed.
medicine-too-old = That is more than 100 years ago. Name a later day. Nothing is changed.
medicine-no-such-day = There is no such day. Name another. Nothing is changed.
medicine-before-start = That is before the start on your list. Name a later day, or change the start first. Nothing is changed.
medicine-after-stop = That is after the stop on your list. Name an earlier day. Nothing is changed.
undone-medicines = the change of your list of medicines
button-medicines = My medicines
button-medicine-add = Add one
button-medicine-stop = Stopped
button-medicine-again = I take it again
button-medicine-words = Change name or dose
button-medicine-since = Change the start
button-medicine-remove = Remove
button-medicine-day = { $day ->
        [today] Today
        [yesterday] Yesterday
        [week] Last week
        [month] Last month
        [longer] More than 3 months
       *[unsure] Not sure
    }

## Everything else

help =
    <b>What I can do</b>
    /cramp – help for a cramp now, then a few questions
    /other – the same for someone you care for
    /diary – your last entries
    /add – a cramp of an earlier night
    /summary – your week, your month or any time in a few lines, such as /summary since 3 oct
    /medicines – what you take, and since when
    /report – a page for your doctor
    /export – a copy of your data
    /learn – read about cramps, illnesses and what helps
    /reminders – water, stretch, legs up: what you choose, when you choose
    /pause – no reminders for a while
    /water – what you drank today, with or without a goal
    /settings – country, clock, language
    /privacy – what I keep, and why
    /delete – delete all of it
    /cancel – stop what we are doing
    Buttons can be typed as well: the number or the words.
privacy =
    <b>Privacy</b>
    <b>What:</b> your cramps, what you drank and did, your answers and what you tell about yourself, your medicines, the advice I gave, what you tell me about someone you care for, your reminders and what you report as done, your country, time zone and language. Before you agree: only language, country, zone, the time a first-aid session began, and for one day a reminder you ask for.
    <b>Why:</b> to help in a cramp, to judge how urgent it is, and for your own diary.
    <b>Where:</b> on the machine this bot runs on, encrypted; the key is kept apart from the data. No other service gets it.
    <b>Who can read it:</b> bot chats are not end-to-end encrypted. Telegram carries them, and whoever runs this bot holds the key.
    <b>How long:</b> until you delete it. /delete removes all of it at once; what was deleted cannot be reached from then on, and its encrypted remains are overwritten as space is reused. Backups of the operator age out. If you block me, I delete everything after 30 days.
about =
    I am a program, not a doctor, and not a certified medical device. I sort how urgent leg trouble may be; I do not diagnose. I cannot feel your leg: warm, swollen or hard on one side needs a person.
    { $reviewed } of { $rules } of my rules were reviewed by a clinician.
not-understood = I did not get that. What can I do for you?
not-understood-open = I did not get that. The question above is still open: tap a button, or type an answer.
unknown-command = I do not know that command. /help lists what I can do.
cannot-see = I cannot look at pictures or files, and keep none. Please tell me in words.
cannot-hear = I cannot listen to voice messages yet, and keep none. Please tell me in words.
stranger = This bot is private and not open to everyone. Nothing about you is stored.
group = I work in private chats only and store nothing here. Open a chat with me to begin. /leave sends me away.
apology = Something went wrong on my side. Your last message is not lost in Telegram, but please send it again. /cramp always works.

## Commands and descriptions

command-cramp = Help for a cramp, now
command-diary = See your last entries
command-export = Get a copy of my data
command-other = Ask for someone you care for
command-report = Make a page for my doctor
command-learn = Read about cramps and what helps
command-reminders = Choose what I remind you of
command-pause = Pause the reminders
command-water = See and log what you drink
command-settings = Change country, clock, language
command-help = See what I can do
command-privacy = Read what is kept, and why
command-cancel = Stop what we are doing
command-delete = Delete all your data
description = First aid for leg cramps, day and night, a diary, and a clear word on when to get help. I am a program, not a doctor.
short-description = Help with leg cramps, and when to get help.
unsendable = I have an answer for you but could not show it. Please type /help.
content-refused = The changed dialogues were refused; the old ones keep serving. First mistake:
backup-done = Backup made and proved by restoring it: { $people } people, { $rows } rows, { $size }.
backup-failed = <b>The nightly backup was not made.</b> { $reason } Then run <code>charley backup FILE</code>; <code>charley doctor</code> looks at the rest. The next try is tomorrow.

## Alarms and crises in words

alarm-doubt = Is what I warned about not so? Then tap the button, or type: that is not so.
alarm-question = One question decides more. Is it so that { $sign }?
alarm-stays = Thank you. It stays: <b>be seen by a doctor today.</b>
alarm-worse = Go today, even if it eases. Call { $number } at once for hard breathing, chest pain, fainting, confusion, or a leg that turns cold, pale or numb.
button-not-so = That is not so
button-go-on = Back to my question
card-emergency-call =
    <b>Call { $number } now.</b>
    Say what is wrong and where you are. If you can, do not stay alone.
card-emergency-other =
    <b>Call { $number } now.</b>
    Say what you see and where you are. Stay with them.
card-urgent-other = <b>They need a doctor today.</b>
nothing-of-it-kept = Nothing of this is kept.
taken-back = Good. I have taken that back.
taken-back-plain = Good.
typed-not-so = that is not so, that's not so, thats not so, it is not so, not so, not true, that's not true, thats not true, false alarm, i take it back, take it back, take that back, i am fine, i'm fine, im fine, i'm ok, im ok, i am ok, just kidding, i was joking, only joking, i did not mean that, i didn't mean that, i didnt mean that, wrong message, never mind, nevermind
crisis =
    I am glad that you wrote this. I am a program, and you deserve a person now. Please talk to somebody who listens: { $line }. If you might act on it, call { $number } now.
    You do not have to be alone with this. Is somebody near you whom you can be with?
    Nothing of this is kept.
crisis-other =
    Thank you for looking out for them. Stay with them if you can, and listen. Help for them, and for you: { $line }. If they may act on it, call { $number } now.
    Nothing of this is kept.
crisis-line-unknown = a local crisis line or the emergency number

## What was told in words

nothing-kept-yet = I keep nothing before you agree to a diary. Shall we set that up?
impossible-intensity = I can take pain from 0 to 10. How bad was it? Nothing is written yet.
impossible-no-volume = An amount is more than 0, up to { $most } at once. How much was it? Nothing is written yet.
impossible-zone = No clock is more than 14 hours from UTC. Type your city instead, or /settings. Nothing was changed.
impossible-volume = I can take up to { $most } at once. How much was it? Nothing is written yet.
impossible-duration = I can take from a few seconds to 14 days. How long was it? Nothing is written yet.
impossible-every = I can remind every { $minutes } minutes at most, and once a day at least. How often shall it be? Nothing is set yet.
impossible-date = There is no such day in the calendar. Name another one. Nothing is set.
impossible-clock = A clock shows 00:00 to 23:59. Which time do you mean? Nothing is written yet.
impossible-age = I can take an age from 0 to 120 years. How old are you? Nothing is written yet.
logged-drink = Logged: { $amount } of { $drink }. In all { $day }: { $sum }.
logged-total = Logged: { $amount } in all { $day }.
drink =
    { $drink ->
        [tea] tea
        [coffee] coffee
        [juice] juice
        [milk] milk
        [squash] squash
        [soda] soda
        [sports_drink] sports drink
       *[other] water
    }
day-today = today
day-yesterday = yesterday
amount-ounces = { $number } fl oz
amount-litres = { $number } l
amount-millilitres = { $number } ml
ask-amount = How much was it? Tap or type an amount, such as { $example }.
ask-amount-of = How much { $drink } was it? Tap or type an amount, such as { $example }.
ask-activity = What did you do?
button-activity =
    { $kind ->
        [stretch] Stretched
        [elevate] Legs up
       *[move] Moved about
    }
activity =
    { $kind ->
        [stretch] stretching
        [elevate] legs up
       *[move] moving about
    }
logged-activity =
    Logged: { $what }. { $when ->
        [today] { $times ->
            [one] The first time today.
           *[other] { $times } times today.
        }
       *[other] Written down for { $day }.
    }
logged-activity-minutes =
    Logged: { $what }, { $length }. { $when ->
        [today] { $times ->
            [one] The first time today.
           *[other] { $times } times today.
        }
       *[other] Written down for { $day }.
    }
done-times =
    { $what }: { $times ->
        [one] once
       *[other] { $times } times
    }
days-empty = Nothing is logged for that time.
button-undo = Undo
undone = Taken back: { $what }.
undone-already = That is taken back already.
undone-cramp = the cramp
undone-told = what you told
undone-let-go = that it let go
undone-note = the note
undone-facts = what you told about yourself
undo-too-old = Nothing was written in the last 24 hours, so nothing is taken back. Older entries can be changed in /diary and /medicines.
undo-too-late = This button works for 10 minutes. Type undo to take back the last entry.
nothing-to-undo = There is nothing to take back.
kept-past-cramp = Kept: a cramp, { $day } at { $time } ({ $what }).
ask-details = Where was it, how bad from 0 to 10, and for how many minutes? Such as: calf, 6, 5 min.
kept-details = Kept with it: { $what }.
left-as-it-is = That is fine. It stays as it is.
over-none-open = Good that it is over. No cramp is open. Shall I log one for now?
button-log-cramp = Yes, log one
nothing-logged = Nothing is logged.
nothing-new = There is nothing in that I can keep.
kept-fact = Kept: { $facts }.
kept-no-fact = Kept as not so, or no longer so: { $facts }.
profile-empty = I know nothing about you yet. /profile asks a few questions.
profile-known = <b>What I know about you</b>
units-us = Kept. I show amounts in fluid ounces.
units-metric = Kept. I show amounts in millilitres and litres.
language-unknown = I do not speak that language yet. I speak: { $languages }.
noted-signs = Noted: { $signs }.
what-is-meant = What do you mean by that? No question is open.
smalltalk-greeting = Hello. Tell me how your legs are, or type /cramp when one strikes.
smalltalk-thanks = You are welcome. I am here when you need me.
smalltalk-bye = Take care. I am here when you need me.
