package alertrule

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sockeye/feed/format"
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// What the text of an alert can be.
const (
	maxText   = 1000 // bytes; more is a slip, and it is shown whenever the alert is
	minWindow = time.Second
	maxTime   = 24 * time.Hour
)

// Error says what is wrong with the text of an alert, and where.
type Error struct {
	At      int    // where it is, in bytes from the start of the text
	Message string // what is wrong
	Hint    string // what to do about it; may be empty
}

// Error returns what is wrong and what to do about it, as one line.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + ": " + e.Hint
}

// Parse reads the text of an alert. The error is an [*Error]. Whether there is the command that the alert runs is
// not checked.
func Parse(text string) (Rule, error) {
	p := parser{text: text}
	a, err := p.alert()
	if err != nil {
		return Rule{}, err
	}
	return *a, nil
}

// parser reads the text of an alert, word by word.
type parser struct {
	text string
	pos  int
}

// word is a word with the byte at which it begins.
type word struct {
	text   string
	at     int
	quoted bool
}

// is reports whether the word is one of the language: one in quotes never is.
func (w word) is(words ...string) bool { return !w.quoted && slices.Contains(words, w.text) }

// The words that say what an alert is about.
var (
	comparisons = []string{">", ">=", "<", "<="}
	afterLabel  = slices.Concat(comparisons, []string{"crosses", "changes", "rate", "silent"})
	afterField  = slices.Concat(comparisons, []string{"crosses", "changes"})
	options     = []string{"for", "once", "bell", "notify", "run", "record"}
	examples    = "write it like `XBT/USD > 61230 for 3s bell`, `XBT/USD changes 2% in 1m`, `silent`, `match /error/` or `gap`"
)

func (p *parser) fail(at int, hint, format string, args ...any) error {
	return &Error{At: at, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// next returns the next word; false at the end. A comparison ends where the number behind it begins, blank or not.
func (p *parser) next() (w word, ok bool, err error) {
	rest := strings.TrimLeftFunc(p.text[p.pos:], unicode.IsSpace)
	p.pos = len(p.text) - len(rest)
	w.at = p.pos
	switch {
	case rest == "":
		return w, false, nil
	case rest[0] == '"':
		return p.quotedWord(rest)
	case rest[0] == '<' || rest[0] == '>':
		w.text = rest[:1]
		if strings.HasPrefix(rest[1:], "=") {
			w.text = rest[:2]
		}
	default:
		w.text = rest
		if end := strings.IndexFunc(rest, unicode.IsSpace); end >= 0 {
			w.text = rest[:end]
		}
	}
	p.pos += len(w.text)
	return w, true, nil
}

// quotedWord returns the word in quotes with which rest begins.
func (p *parser) quotedWord(rest string) (w word, ok bool, err error) {
	w.at, w.quoted = p.pos, true
	var text strings.Builder
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] != '"':
			text.WriteByte(rest[i])
		case strings.HasPrefix(rest[i+1:], `"`):
			text.WriteByte('"')
			i++
		default:
			if r, _ := utf8.DecodeRuneInString(rest[i+1:]); i+1 < len(rest) && !unicode.IsSpace(r) && r != '<' && r != '>' {
				return w, false, p.fail(p.pos+i+1, "put a blank behind the quote, or two quotes for one in the text", "the text in quotes ends here, and this word does not")
			}
			p.pos += i + 1
			w.text = text.String()
			return w, true, nil
		}
	}
	return w, false, p.fail(p.pos, `add a "`, "this quote is not closed")
}

// need returns the next word, which has to be there.
func (p *parser) need(what, hint string) (word, error) {
	w, ok, err := p.next()
	if err == nil && !ok {
		err = p.fail(len(p.text), hint, "%s is missing", what)
	}
	return w, err
}

func (p *parser) alert() (*Rule, error) {
	switch {
	case len(p.text) > maxText:
		return nil, p.fail(0, "make it shorter", "an alert has %d characters at most", maxText)
	case strings.ContainsFunc(p.text, unicode.IsControl) || !utf8.ValidString(p.text):
		return nil, p.fail(0, `in a regular expression \x1b can be written out`, "an alert is one line of text, without control characters")
	case strings.Contains(p.text, "${"):
		return nil, p.fail(strings.Index(p.text, "${"), "write what is meant", "placeholders have no value in an alert")
	}
	first, ok, err := p.next()
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, p.fail(0, examples, "this alert is empty")
	case first.is("match"):
		return p.match()
	case first.is("gap"):
		return p.options(&Rule{Kind: Gap})
	case first.is("silent"):
		return p.verb(&Rule{}, first)
	case first.is(afterLabel...):
		return nil, p.fail(first.at, "put it in front, as in `XBT/USD > 61230`, or `*` for every row", "which label is this about?")
	case first.text == "":
		return nil, p.fail(first.at, "`*` is every row", "this label is empty")
	case (len(first.text)-len(strings.TrimRight(first.text, `\`)))%2 == 1:
		return nil, p.fail(first.at, `write \\ for one in the label`, "this label ends in a `\\` that escapes nothing")
	}
	return p.about(&Rule{Label: first.text}, first)
}

// about reads what is said about a label.
func (p *parser) about(a *Rule, label word) (*Rule, error) {
	second, ok, err := p.next()
	switch {
	case err != nil:
		return nil, err
	case !ok && strings.ContainsAny(label.text, "<>"):
		return nil, p.fail(label.at, "put a blank in front of the `<` or `>`", "`%s` is read as a label", label.text)
	case !ok:
		return nil, p.fail(label.at, examples, "`%s` is only a label", label.text)
	case second.is("match", "gap"):
		return nil, p.fail(label.at, "leave the label out", "`%s` is about the whole feed", second.text)
	case second.is(afterLabel...):
		return p.verb(a, second)
	case second.text == "":
		return nil, p.fail(second.at, "leave it out for the row's last value", "this field is empty")
	}
	third, ok, err := p.next()
	switch {
	case err != nil:
		return nil, err
	case ok && third.is(afterField...):
		a.Field = second.text
		return p.verb(a, third)
	case ok && third.is("rate", "silent"):
		return nil, p.fail(second.at, "leave the field out", "`%s` is about all events of a label, and has no fields", third.text)
	case !second.quoted:
		if near, found := yamldoc.Nearest(second.text, afterLabel); found || !ok {
			return nil, p.unknown(second, near, afterLabel)
		}
	}
	if _, err := p.number(third); !ok || err == nil {
		return nil, p.unknown(second, "", afterLabel)
	}
	near, _ := yamldoc.Nearest(third.text, afterField)
	return nil, p.unknown(third, near, afterField)
}

// unknown says which words there are.
func (p *parser) unknown(w word, near string, words []string) error {
	hint := "there are " + yamldoc.QuoteAll(words)
	if near != "" {
		hint = "did you mean `" + near + "`?"
	}
	return p.fail(w.at, hint, "`%s` says nothing about a value", w.text)
}

// verb reads what follows the word that says what the alert is about.
func (p *parser) verb(a *Rule, w word) (_ *Rule, err error) {
	switch w.text {
	case "crosses":
		a.Kind = Crosses
		a.Limit, err = p.level()
	case "changes":
		a.Kind = Changes
		err = p.changes(a)
	case "rate":
		a.Kind = Rate
		err = p.rate(a)
	case "silent":
		a.Kind = Silent
		a.Within, err = p.silence()
	default:
		a.Kind, a.Compare = Level, w.text
		a.Limit, err = p.level()
	}
	if err != nil {
		return nil, err
	}
	return p.options(a)
}

// silence reads how long a silence must last; 0 where that is left out.
func (p *parser) silence() (time.Duration, error) {
	before := p.pos
	w, ok, err := p.next()
	if p.pos = before; err != nil || !ok || w.is(options...) {
		return 0, err
	}
	if w.text != "" && !lang.IsDigit(w.text[0]) {
		if near, found := yamldoc.Nearest(w.text, options); found && !w.quoted {
			return 0, p.fail(w.at, "did you mean `"+near+"`?", "`%s` is no duration and no option", w.text)
		}
	}
	return p.duration("how long", "as in `silent 10s`", minWindow)
}

func (p *parser) changes(a *Rule) error {
	const hint = "as in `changes 2% in 1m`"
	w, err := p.need("by how much", hint)
	if err != nil {
		return err
	}
	var text string
	text, a.Percent = strings.CutSuffix(w.text, "%")
	if a.Limit, err = p.number(word{text: text, at: w.at}); err != nil {
		return err
	}
	if a.Limit <= 0 {
		return p.fail(w.at, "both directions count", "a change must be more than zero")
	}
	in, err := p.need("`in`", hint)
	if err != nil {
		return err
	}
	if !in.is("in") {
		return p.fail(in.at, hint, "this must be `in`, and a duration behind it")
	}
	a.Within, err = p.duration("the duration", hint, minWindow)
	return err
}

func (p *parser) rate(a *Rule) error {
	const hint = "as in `rate < 1`"
	w, err := p.need("a comparison", hint)
	if err != nil {
		return err
	}
	if !w.is(comparisons...) {
		return p.fail(w.at, hint+`; a field of that name stands in quotes: "rate"`, "`rate` is compared with %s", yamldoc.QuoteAll(comparisons))
	}
	a.Compare = w.text
	if w, err = p.need("the number of events a second", hint); err != nil {
		return err
	}
	if a.Limit, err = p.number(w); err == nil && a.Limit < 0 {
		err = p.fail(w.at, "", "a rate is not below zero")
	}
	return err
}

// level reads the number of a level.
func (p *parser) level() (float64, error) {
	w, err := p.need("the level", "write a number")
	if err != nil {
		return 0, err
	}
	return p.number(w)
}

// number reads a word as a number.
func (p *parser) number(w word) (float64, error) {
	// Words such as `on` are numbers of a feed, and slips here.
	if w.text != "" && (lang.IsDigit(w.text[0]) || strings.IndexByte("+-.", w.text[0]) >= 0) {
		if v, _, ok := lang.ParseNumber([]byte(w.text)); ok {
			return v, nil
		}
	}
	hint := "write it like `61230`, `-0.5` or `1e6`"
	switch {
	case strings.Contains(w.text, ","):
		hint = "leave the commas out: `" + strings.ReplaceAll(w.text, ",", "") + "`"
	case strings.HasSuffix(w.text, "%"):
		hint = "only `changes` has per cent"
	}
	return 0, p.fail(w.at, hint, "`%s` is no number", w.text)
}

func (p *parser) duration(what, hint string, least time.Duration) (time.Duration, error) {
	w, err := p.need(what, hint)
	if err != nil {
		return 0, err
	}
	d, err := lang.ParseDuration(w.text)
	switch {
	case err != nil:
		return 0, p.fail(w.at, "", "`%s`: %v", w.text, err)
	case d < least || d > maxTime:
		return 0, p.fail(w.at, "", "`%s`: this must be from %s to %s", w.text, format.Duration(least), format.Duration(maxTime))
	}
	return d, nil
}

// options reads what stands at the end.
func (p *parser) options(a *Rule) (*Rule, error) {
	var seen []string
	for {
		w, ok, err := p.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			return a, nil
		}
		switch {
		case !w.is(options...):
			return nil, p.fail(w.at, yamldoc.Hint(w.text, options, "there are "+yamldoc.QuoteAll(options)), "`%s` is no option of an alert", w.text)
		case slices.Contains(seen, w.text):
			return nil, p.fail(w.at, "", "`%s` is here twice", w.text)
		}
		seen = append(seen, w.text)
		switch w.text {
		case "once":
			a.Once = true
		case "bell":
			a.Bell = true
		case "notify":
			a.Notify = true
		case "for":
			if a.Kind != Level && a.Kind != Rate {
				return nil, p.fail(w.at, "leave it out", "`for` goes with a level or a rate")
			}
			a.For, err = p.duration("how long", "as in `for 3s`", time.Nanosecond)
		case "run":
			a.Run, err = p.command()
		case "record":
			a.Record, err = p.duration("how much is recorded", "as in `record 5m`", time.Second)
		}
		if err != nil {
			return nil, err
		}
	}
}

// command reads the name of a command.
func (p *parser) command() (string, error) {
	w, err := p.need("the command", "as in `run page`, with `page` under `ui.commands`")
	if err == nil && !lang.IsName(w.text) {
		err = p.fail(w.at, "use a name of `ui.commands`: letters, digits and `_`", "`%s` cannot be the name of a command", w.text)
	}
	return w.text, err
}
