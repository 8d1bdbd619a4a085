package org.carerrecord.fhirserver.validation;

/** The two validations: one for every write, one for whom the agreement marks so and for whoever asks. */
public record Validation(Structure structure, FullValidation full) {}
