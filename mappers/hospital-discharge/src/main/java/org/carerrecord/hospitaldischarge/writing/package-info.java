/** The record as HL7 v2 ADT. */
@NullMarked
package org.carerrecord.hospitaldischarge.writing;

import org.jspecify.annotations.NullMarked;
