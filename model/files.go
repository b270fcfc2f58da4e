package model

import (
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/dialog"
)

// mostFiles is how many names a search for files returns, at the most: nobody reads more, and a folder may have a million.
const mostFiles = 1000

// filesMsg is the end of a search for files.
type filesMsg dialog.OffersMsg

// searchFiles runs a search for files beside the screen. There is one at a time: a disk that does not answer has one
// goroutine wait for it, however often the key is pressed.
func (m *Model) searchFiles(line string, search func() []string) tea.Cmd {
	if m.searching {
		return nil
	}
	m.searching = true
	return func() tea.Msg { return filesMsg{Line: line, Words: search()} }
}

// filesFound hands what was found to the prompt, if one is still open.
func (m *Model) filesFound(msg filesMsg) {
	m.searching = false
	if m.dialog != nil {
		m.updateDialog(dialog.OffersMsg(msg))
	}
}

// files returns the files and folders whose names begin with a word; of a great many, the first ones.
func files(word string) (found []string) {
	dir, begin := filepath.Split(word)
	entries, _ := os.ReadDir(filepath.Clean(dir)) // what cannot be read has nothing to offer
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), begin) {
			continue
		}
		name := dir + entry.Name()
		if info, err := os.Stat(name); err == nil && info.IsDir() { // also behind a symbolic link
			name += string(filepath.Separator)
		}
		if found = append(found, name); len(found) == mostFiles {
			break
		}
	}
	return found
}
