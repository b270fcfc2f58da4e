package watchlist

import (
	"cmp"
	"slices"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// State is what is known of a row's subscription.
type State uint8

// The states. What each one is shown as is in the table below.
const (
	Live        State = iota // subscribed, and its data is fresh
	Pending                  // asked for, not answered yet
	Rejected                 // refused by the feed
	Off                      // not subscribed
	Stale                    // subscribed, but its data is too old
	Plain                    // a label that the feed sends without a subscription of its own
	NoData                   // subscribed, and no data has come yet
	Unanswered               // asked for, and neither answer nor data has come in time
	Ended                    // ended by the feed
	OnlyHistory              // subscribed, and so far only old data has come
	Unsent                   // wanted, and its request cannot be sent

	States // how many states there are
)

// worded is when a row shows its state in words where others have figures.
type worded uint8

const (
	never     worded = iota
	valueless        // one that is pending and has a value all the same, because an answer is late or not known as one, has figures
	always
)

// state is what a state is shown as.
type state struct {
	sign     func(*text.Signs) string
	word     string // what is said where there are no figures; "": nothing
	tone     theme.Tone
	urgency  int  // of an operator's attention: the lowest comes first
	troubled bool // something is wrong, or not yet right
	worded   worded
	timed    bool // for how long it has been in it is said too
	dim      bool // its figures are not news
}

var states = [States]state{
	Live:        {sign: func(s *text.Signs) string { return s.Live }, tone: theme.Good, urgency: 8},
	Pending:     {sign: func(s *text.Signs) string { return s.Pending }, word: "pending", tone: theme.Warn, urgency: 7, troubled: true, worded: valueless},
	Rejected:    {sign: func(s *text.Signs) string { return s.Rejected }, word: "rejected", tone: theme.Bad, urgency: 0, troubled: true, worded: always},
	Off:         {sign: func(s *text.Signs) string { return s.Off }, word: "off", tone: theme.Quiet, urgency: 10, worded: always},
	Stale:       {sign: func(s *text.Signs) string { return s.Stale }, word: "stale", tone: theme.Warn, urgency: 3, troubled: true, dim: true},
	Plain:       {sign: func(*text.Signs) string { return " " }, urgency: 9},
	NoData:      {sign: func(s *text.Signs) string { return s.NoData }, word: "no data", tone: theme.Warn, urgency: 5, troubled: true, worded: valueless, timed: true, dim: true},
	OnlyHistory: {sign: func(s *text.Signs) string { return s.NoData }, word: "only history", tone: theme.Warn, urgency: 6, troubled: true, worded: valueless, timed: true, dim: true},
	Unanswered:  {sign: func(s *text.Signs) string { return s.Pending }, word: "no answer", tone: theme.Warn, urgency: 4, troubled: true, worded: valueless, timed: true, dim: true},
	Ended:       {sign: func(s *text.Signs) string { return s.Rejected }, word: "ended", tone: theme.Bad, urgency: 2, troubled: true, worded: always},
	Unsent:      {sign: func(s *text.Signs) string { return s.Rejected }, word: "not sent", tone: theme.Bad, urgency: 1, troubled: true, worded: always},
}

// record returns what a state is shown as; one that there is not is shown as Plain.
func (s State) record() *state {
	if int(s) < len(states) {
		return &states[s]
	}
	return &states[Plain]
}

// Word is the word for a state where there are no figures, or "".
func (s State) Word() string { return s.record().word }

// Troubled returns the states in which something is wrong with a subscription, or not yet right, the most urgent first.
func Troubled() []State {
	var troubled []State
	for s := range states {
		if states[s].troubled {
			troubled = append(troubled, State(s))
		}
	}
	slices.SortFunc(troubled, compareUrgency)
	return troubled
}

func compareUrgency(a, b State) int { return cmp.Compare(a.record().urgency, b.record().urgency) }

// style is that of a state's sign and word.
func (s *state) style(th *theme.Theme) lipgloss.Style { return th.Tone(s.tone) }
