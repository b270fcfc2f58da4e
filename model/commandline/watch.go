package commandline

import (
	"sync/atomic"

	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/model"
	"sockeye/model/config"
	"sockeye/model/process"
	"sockeye/widgets/text"
)

// watch runs the screen.
func (a *app) watch(names []string) error {
	go text.Prepare()
	process.CollectGarbage()
	c, err := a.load()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = c.Open
	}
	bound, err := c.Bind(names, a.overrides, a.environment())
	if err != nil {
		return err
	}
	if err := canShow(); err != nil {
		return err
	}
	a.started()
	var current atomic.Pointer[config.Config] // what opens and what reads again may run at the same time
	current.Store(c)
	a.code, err = process.Run(bound, process.Options{
		Settings:  a.settings(c),
		ReadOnly:  a.readOnly,
		Recall:    config.HistoryFile(),
		EventLog:  eventLog(),
		Learned:   learnedFolder(),
		Record:    func() recording.Folder { return a.recorded.folder(current.Load()) },
		RecordAll: a.recorded.into != "",
		Files:     a.loader.Files,
		Bind: func(name string) (*preset.Bound, error) {
			b, err := current.Load().Bind([]string{name}, config.Overrides{}, a.environment())
			if err != nil {
				return nil, err
			}
			return b[0], nil
		},
		Reload: func() (model.Settings, error) {
			again, err := a.load()
			if err != nil {
				return model.Settings{}, err
			}
			settings := a.settings(again)
			current.Store(again)
			return settings, nil
		},
	})
	if err != nil {
		return failure{err}
	}
	return nil
}
