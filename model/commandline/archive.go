package commandline

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sockeye/feed/har"
	"sockeye/feed/recording"
	"sockeye/model/config"
)

// archived are the archives that a command reads.
type archived struct {
	preset string // of what is in them; "": the one whose address is in it
}

// convert returns files with a recording of each feed in the place of each archive: only in recordings can be sought. They are in a
// folder for the time of the program, which remove removes. damaged is called with what of an archive cannot be read.
func (a *archived) convert(c *config.Config, files []string, damaged func(error)) (recordings []string, remove func(), err error) {
	names, err := a.names(c)
	if err != nil {
		return nil, nil, err
	}
	folder := ""
	remove = func() {
		if folder != "" {
			os.RemoveAll(folder)
		}
	}
	for i, file := range files {
		if !har.Is(file) {
			recordings = append(recordings, file)
			continue
		}
		if folder == "" {
			if folder, err = os.MkdirTemp("", "sockeye-"); err != nil {
				return nil, nil, err
			}
		}
		made, err := split(filepath.Join(folder, fmt.Sprint(i)), file, names, damaged)
		if err != nil {
			remove()
			return nil, nil, err
		}
		recordings = append(recordings, made...)
	}
	return recordings, remove, nil
}

// split writes each feed of an archive into a recording of its own, whose names begin with a text.
func split(begin, file string, names har.Names, damaged func(error)) (made []string, err error) {
	lines, err := har.Open(file, names)
	if err != nil {
		return nil, err
	}
	defer lines.Close()
	feeds := make(map[string]*recording.Saved)
	defer func() {
		for _, s := range feeds {
			if err == nil {
				err = s.Close()
			} else {
				s.Discard()
			}
		}
	}()
	for {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return made, nil
		case errors.As(err, new(*recording.Damage)):
			damaged(err)
			continue
		case err != nil:
			return nil, err
		}
		s := feeds[line.Feed]
		if s == nil {
			name := fmt.Sprintf("%s-%d%s", begin, len(feeds), recording.Ext)
			if s, err = recording.Save(name); err != nil {
				return nil, err
			}
			feeds[line.Feed] = s
			made = append(made, name)
		}
		if err := s.Add(line); err != nil {
			return nil, err
		}
	}
}
