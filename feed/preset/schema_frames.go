package preset

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads what becomes of a frame before its messages are matched.

func (r *reader) frames(n *yamldoc.Node) Frames {
	f := r.src.Fields(n, "frames")
	var frames Frames
	f.NonEmpty("split", &frames.Split)
	f.NonEmpty("end", &frames.End)
	yamldoc.Scalar(f, "prefix", "a regular expression", &frames.Prefix, parsePrefix)
	for _, n := range f.List("json_in", "a list of paths") {
		if p := r.texts.pathOf(n, "`json_in`", false); p != nil {
			frames.JSONIn = append(frames.JSONIn, *p)
		}
	}
	f.Choice("decompress", &frames.Decompress, "gzip", "zlib", "zstd")
	f.Done()
	return frames
}

// parsePrefix reads the regular expression of what comes before the JSON of a message.
func parsePrefix(text string) (*regexp.Regexp, error) {
	parsed, err := lang.ParseRegexp(text)
	if err != nil {
		return nil, err
	}
	if !anchored(parsed) {
		return nil, errors.New("what comes before the JSON is at the start: begin with `^`")
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("this is no regular expression: %w", err)
	}
	if re.NumSubexp() == 0 {
		return nil, errors.New("the first group becomes `$prefix`, and there is none: write `^(...)`")
	}
	return re, nil
}

// anchored reports whether a regular expression matches at the start of a text only.
func anchored(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginText:
		return true
	case syntax.OpCapture, syntax.OpConcat:
		return anchored(re.Sub[0])
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if !anchored(sub) {
				return false
			}
		}
		return true
	}
	return false
}

func (r *reader) sequence(n *yamldoc.Node) *Sequence {
	f := r.src.Fields(n, "seq")
	s := &Sequence{Match: r.texts.match(f, "match", atMatch), At: r.texts.needPath(f, "at"), Prev: r.texts.path(f, "prev"), From: r.texts.path(f, "from")}
	var step int
	f.Count("step", &step)
	s.Step = int64(step)
	var given []string
	for _, name := range []string{"step", "prev", "from"} {
		if f.Has(name) {
			given = append(given, name)
		}
	}
	if len(given) > 1 {
		r.src.Report(n.Line, n.Column, "", "`seq` has one of `step`, `prev` and `from` at most, and this one has %s", yamldoc.QuoteAll(given))
	}
	var per string
	f.Choice("per", &per, "connection", "label")
	s.PerLabel = per == "label"
	f.Done()
	return s
}
