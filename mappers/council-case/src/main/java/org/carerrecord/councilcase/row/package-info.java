@NullMarked
package org.carerrecord.councilcase.row;

import org.jspecify.annotations.NullMarked;
