package io.clew.sim;

import io.clew.sim.schedule.ScheduleFile;

import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A command about one schedule, on the engine as it is or with a bug planted in it. */
abstract class ScheduleCommand extends SimCommand {
    @Mixin private final PlantingOptions planting = new PlantingOptions();

    /**
     * The bug to plant, empty for none.
     *
     * @param otherwise what to plant if the command line says nothing
     */
    final String bug(String otherwise) {
        return planting.bug().isEmpty() ? otherwise : planting.bug();
    }

    final Subject subject(String planted) throws IOException {
        return new Subject(planted.isEmpty() ? null : planting.engine(planted));
    }

    final ScheduleFile read(String file) throws IOException {
        if (Files.isDirectory(Path.of(file))) {
            throw usage(file + " is a folder");
        }
        try {
            return ScheduleFile.parse(Files.readString(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw usage("there is no file " + file);
        } catch (FileSystemException e) {
            throw usage("cannot read " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw usage(file + " is no text in UTF-8");
        } catch (IllegalArgumentException e) {
            throw usage(file + ", " + e.getMessage());
        }
    }
}
