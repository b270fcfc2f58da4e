package reference

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Markdown returns the reference of the preset language, with headings from a level on.
func Markdown(level int) string {
	var b strings.Builder
	marks := strings.Repeat("#", level)
	for _, t := range Topics() {
		fmt.Fprintf(&b, "%s %s\n\n%s\n\n", marks, t.Title, t.Doc)
	}
	for _, s := range Preset() {
		fmt.Fprintf(&b, "%s %s\n\n", marks, s.Title)
		b.WriteString(List(s.Keys) + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// List returns keys and the keys inside of them as a list of Markdown.
func List(keys []Key) string {
	var b strings.Builder
	for _, e := range Entries(keys) {
		fmt.Fprintf(&b, "- %s\n", e.line())
	}
	return b.String()
}

// line documents a key on one line of Markdown.
func (e *Entry) line() string {
	text := fmt.Sprintf("**`%s`** (%s). %s", e.Path, e.facts(), e.Doc)
	if e.Example != "" {
		text += " `` " + e.Example + " ``"
	}
	return text
}

// facts are what the value of a key is, whether it must be there, and what holds without it.
func (k *Key) facts() string {
	facts := k.Kind.Name
	if k.Need {
		facts += ", needed"
	}
	if k.Default != "" {
		facts += ", `" + k.Default + "` by default"
	}
	return facts
}

// Facts are what the value of a key is and what it does, in one line of Markdown.
func (k *Key) Facts() string {
	facts := k.facts()
	return strings.ToUpper(facts[:1]) + facts[1:] + ". " + k.Doc
}

// Help documents one key, as paragraphs of plain text.
func (e *Entry) Help() string {
	text := e.Path + ": " + strings.ReplaceAll(e.facts(), "`", "") + "\n\n" + wrapped(e.Doc)
	if e.Example != "" {
		text += "\nExample:\n  " + e.Example + "\n"
	}
	if len(e.Keys) > 0 {
		text += "\nKeys:\n"
		for _, k := range e.Keys {
			text += fmt.Sprintf("  %-16s %s\n", k.Name, plain(firstSentence(k.Doc)))
		}
	}
	return text
}

// Help documents a topic, as paragraphs of plain text.
func (t *Topic) Help() string { return plain(t.Title) + "\n\n" + wrapped(t.Doc) }

// Overview lists all keys of a preset and the topics, for one who does not know a word to ask for.
func Overview() string {
	var b strings.Builder
	for _, s := range Preset() {
		fmt.Fprintf(&b, "%s\n", s.Title)
		for _, e := range Entries(s.Keys) {
			fmt.Fprintf(&b, "  %-24s %s\n", e.Path, plain(firstSentence(e.Doc)))
		}
		b.WriteString("\n")
	}
	b.WriteString("What holds for all of it\n")
	for _, t := range Topics() {
		fmt.Fprintf(&b, "  %-24s %s\n", t.Name, plain(t.Title))
	}
	return b.String()
}

// plain is Markdown without its marks.
func plain(markdown string) string { return strings.NewReplacer("**", "", "`", "").Replace(markdown) }

// columns is how wide a line of help is at most, if its words allow it.
const columns = 100

// wrapped is Markdown as plain text in lines of so many columns. What belongs to an element of a list is below it.
func wrapped(markdown string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(plain(markdown), "\n") {
		indent := ""
		if strings.HasPrefix(line, "- ") {
			indent = "  "
		}
		width := 0
		for i, word := range strings.Split(line, " ") {
			size := utf8.RuneCountInString(word)
			switch {
			case i == 0:
			case width+1+size > columns:
				b.WriteString("\n" + indent)
				width = len(indent)
			default:
				b.WriteByte(' ')
				width++
			}
			b.WriteString(word)
			width += size
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// firstSentence is what stands before the first full stop that ends a sentence.
func firstSentence(text string) string {
	for i := range text {
		if strings.HasPrefix(text[i:], ". ") {
			return text[:i+1]
		}
	}
	return text
}
